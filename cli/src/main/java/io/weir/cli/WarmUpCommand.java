package io.weir.cli;

import io.weir.cli.warmup.WarmUpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Loads what client commands need, so that the launcher can archive the JVM's parsed classes. Every
 * command runs once, against a server of its own or a port where nobody listens, and {@code
 * observe} prints an event of each kind from a file in every format; their output goes nowhere.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
  /** A loss, a node that is away, and a flow with a name in it. */
  private static final String EVENTS =
      """
      {"lost_events":{"num_events_lost":"1"},"time":"2026-01-05T10:00:00Z"}
      {"node_status":{"state_change":"NODE_UNAVAILABLE","node_names":["a"]},"node_name":"relay"}
      {"flow":{"time":"2026-01-05T10:00:00Z","verdict":"FORWARDED","is_reply":false,\
      "IP":{"source":"10.0.0.5","destination":"10.0.1.9"},"event_type":{"type":4},\
      "l4":{"TCP":{"source_port":1,"destination_port":2}},"source":{"pod_name":"a"}}}
      """;

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
    Main.run("observe", "--server", "127.0.0.1:1", "--follow");
    Main.run("observe", "--server", "127.0.0.1:1", "--count-by", "verdict");
    Main.run("observe", "agent-events", "--server", "127.0.0.1:1");
    printEvents();
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

  private static void printEvents() throws IOException {
    Path file = Files.createTempFile("weir-warm-up", ".jsonl");
    try {
      Files.writeString(file, EVENTS);
      for (String format : new String[] {"compact", "dict", "table", "json"}) {
        Main.run("observe", "--input-file", file.toString(), "--since", "2026-01-01", "-o", format);
      }
    } finally {
      Files.delete(file);
    }
  }
}
