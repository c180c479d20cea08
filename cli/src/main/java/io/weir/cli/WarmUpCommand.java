package io.weir.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Loads what client commands need, so that the launcher can archive the JVM's parsed classes. Every
 * command runs once against a port where nobody listens; their output goes nowhere.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    Main.run("--help");
    Main.run("observe", "--help");
    Main.run("edges", "--help");
    // Port 1 is reserved: the connection is refused at once.
    Main.run("observe", "--server", "127.0.0.1:1", "--pod", "a/b", "-o", "json");
    Main.run("observe", "--server", "127.0.0.1:1", "--last", "1");
    Main.run("status", "--server", "127.0.0.1:1");
    Main.run("list", "nodes", "--server", "127.0.0.1:1");
    readAFile();
    for (String question : new String[] {"edges", "services", "http", "probes", "resources"}) {
      Main.run(question, "--server", "127.0.0.1:1");
    }
    return 0;
  }

  /** With one, the reader of YAML is loaded, too. */
  private static void readAFile() throws IOException {
    Path file = Files.createTempFile("weir-warm-up", ".yaml");
    try {
      Files.writeString(file, "server: 127.0.0.1:1\n");
      Main.run("status", "--config", file.toString());
    } finally {
      Files.delete(file);
    }
  }
}
