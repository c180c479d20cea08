package io.weir.cli.observe;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/**
 * What a command printed.
 *
 * @param code its exit code
 * @param out standard output
 * @param err standard error
 */
record CommandRun(int code, String out, String err) {
  /** The clock of every run. */
  static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");

  /** {@code weir observe} without a server. */
  static CommandRun offline(String input, Map<String, String> environment, String... args) {
    return observe("127.0.0.1:1", input, environment, args);
  }

  /** {@code weir observe}. */
  static CommandRun observe(
      String server, String input, Map<String, String> environment, String... args) {
    ObserveCommand command = new ObserveCommand();
    new CommandLine(command).parseArgs(args);
    command.connection.server = server;
    Streams streams = new Streams();
    return streams.result(new ObserveRun(command, streams.shell(input, environment)).run());
  }

  static CommandRun agentEvents(String server, String... args) {
    AgentEventsCommand command = new AgentEventsCommand();
    new CommandLine(command).parseArgs(args);
    command.connection.server = server;
    Streams streams = new Streams();
    return streams.result(command.run(streams.shell("", Map.of())));
  }

  static CommandRun debugEvents(String server, String... args) {
    DebugEventsCommand command = new DebugEventsCommand();
    new CommandLine(command).parseArgs(args);
    command.connection.server = server;
    Streams streams = new Streams();
    return streams.result(command.run(streams.shell("", Map.of())));
  }

  private static final class Streams {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    Shell shell(String input, Map<String, String> environment) {
      return new Shell(
          new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8),
          false,
          false,
          name -> Optional.ofNullable(environment.get(name)),
          () -> NOW);
    }

    CommandRun result(int code) {
      return new CommandRun(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }
}
