package io.weir.cli.observe;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Says how far a long read is, on one line of standard error that it writes over. Says nothing
 * where it would be in the way: into a file, or between lines on the same terminal. Confined to one
 * thread.
 */
final class Progress {
  /** What ends sooner needs no progress. */
  static final Duration FIRST = Duration.ofSeconds(1);

  private static final Duration EVERY = Duration.ofMillis(500);
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream err;
  private final boolean on;
  private final LongSupplier nanos;
  private long due;
  private boolean shown;

  /**
   * Begins now.
   *
   * @param nanos a clock that only goes forward
   */
  Progress(PrintStream err, boolean on, LongSupplier nanos) {
    this.err = err;
    this.on = on;
    this.nanos = nanos;
    this.due = nanos.getAsLong() + FIRST.toNanos();
  }

  /** For a command whose output goes elsewhere while somebody waits at a terminal. */
  static Progress of(Shell shell) {
    return new Progress(
        shell.err(), shell.errIsTerminal() && !shell.outIsTerminal(), System::nanoTime);
  }

  /** Whether it is time to say something. */
  boolean isDue() {
    return on && nanos.getAsLong() - due >= 0;
  }

  /** Says it, in place of what was said before. */
  void say(String text) {
    err.print(CLEAR + text);
    err.flush();
    shown = true;
    due = nanos.getAsLong() + EVERY.toNanos();
  }

  /** Leaves an empty line, for the prompt or for an error. */
  void clear() {
    if (shown) {
      err.print(CLEAR);
      err.flush();
      shown = false;
    }
  }
}
