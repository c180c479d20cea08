package io.weir.cli;

import io.weir.cli.warmup.WarmUpServer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Loads what client commands need, so that the launcher can archive the JVM's parsed classes. Every
 * command runs once, against a server of its own or a port where nobody listens; their output goes
 * nowhere.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    Main.run("--help");
    Main.run("observe", "--help");
    Main.run("edges", "--help");
    try (WarmUpServer server = new WarmUpServer()) {
      for (String output : new String[] {"compact", "dict", "json"}) {
        Main.run("observe", "--server", server.address(), "--pod", "a/b", "-o", output);
      }
      Main.run("status", "--server", server.address());
    }
    // Port 1 is reserved: the connection is refused at once.
    Main.run("observe", "--server", "127.0.0.1:1", "--last", "1");
    for (String question : new String[] {"edges", "services", "http", "probes", "resources"}) {
      Main.run(question, "--server", "127.0.0.1:1");
    }
    return 0;
  }
}
