package io.weir.cli.observe;

import java.io.PrintStream;

/**
 * Prints a stream of events, many lines at a time where nobody waits for a single one. An interrupt
 * may end it from another thread.
 *
 * @param <E> what is printed
 */
final class EventOutput<E> {
  private static final int LINES_PER_FLUSH = 1_000;

  private final EventPrinter<E> printer;
  private final PrintStream out;
  private final boolean lineByLine;
  private long events;

  /**
   * Nothing is printed yet.
   *
   * @param lineByLine whether somebody reads along
   */
  EventOutput(EventPrinter<E> printer, PrintStream out, boolean lineByLine) {
    this.printer = printer;
    this.out = out;
    this.lineByLine = lineByLine;
  }

  /**
   * Prints one event.
   *
   * @return false when the reader, {@code head} for example, has enough
   */
  synchronized boolean print(E event) {
    String line = printer.line(event);
    if (!line.isEmpty()) {
      out.println(line);
    }
    // Asking for errors also flushes.
    return !(lineByLine || ++events % LINES_PER_FLUSH == 0) || !out.checkError();
  }

  /** Prints what was held back. */
  synchronized void end() {
    String rest = printer.end();
    if (!rest.isEmpty()) {
      out.println(rest);
    }
    out.flush();
  }
}
