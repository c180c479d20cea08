package io.weir.collector.source.probe;

import java.util.List;

/**
 * Runs a command; exit code 0 is good. No shell is involved; one can be named. A command that is
 * still running at the timeout is killed with all its children.
 *
 * @param command program and arguments
 */
public record Exec(List<String> command) {
  public static final Exec DEFAULT = new Exec(List.of("true"));

  public Exec {
    command = List.copyOf(command);
    if (command.isEmpty() || command.get(0).isBlank()) {
      throw new IllegalArgumentException("command: empty (expected: a program and its arguments)");
    }
  }
}
