package io.weir.cli.observe;

import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a command was typed.
 *
 * @param in standard input
 * @param out standard output, buffered
 * @param err standard error
 * @param outIsTerminal whether somebody reads along, line by line
 * @param errIsTerminal whether a line there can be written over
 * @param environment looks variables up
 * @param clock what time it is
 */
record Shell(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    Function<String, Optional<String>> environment,
    InstantSource clock) {

  /** That of this process. */
  static Shell system() {
    return new Shell(
        System.in,
        // Thousands of lines a second: not one system call each.
        new PrintStream(
            new BufferedOutputStream(System.out, 1 << 16), false, StandardCharsets.UTF_8),
        System.err,
        isTerminal("weir.stdout"),
        isTerminal("weir.stderr"),
        name -> Optional.ofNullable(System.getenv(name)),
        InstantSource.system());
  }

  /**
   * The launcher knows of each stream whether it is a terminal. Without it Java 17 knows only of
   * all together, and from 22 on there is always a console.
   */
  private static boolean isTerminal(String property) {
    String told = System.getProperty(property, "");
    return told.isEmpty()
        ? Runtime.version().feature() < 22 && System.console() != null
        : told.equals("terminal");
  }

  /** Only streams, for tests: no terminals, no variables, the real clock. */
  static Shell of(InputStream in, PrintStream out, PrintStream err) {
    return new Shell(in, out, err, false, false, name -> Optional.empty(), InstantSource.system());
  }

  /** The same, with nothing on standard error. */
  Shell silent() {
    PrintStream nowhere =
        new PrintStream(java.io.OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Shell(in, out, nowhere, outIsTerminal, false, environment, clock);
  }
}
