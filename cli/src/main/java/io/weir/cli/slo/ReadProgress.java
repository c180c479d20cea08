package io.weir.cli.slo;

import io.weir.cli.question.Text;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Says on standard error how much of a range has been read: on one line that is written over where
 * somebody looks on, else in a line each ten seconds. Work of less than a second says nothing.
 */
final class ReadProgress implements PastWindows.Progress, AutoCloseable {
  private static final String CLEAR = "\r\u001b[K";
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int PLAIN_EVERY = 10;

  private final PrintWriter err;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final Instant from;
  private final Instant until;
  private long toldNs;
  private boolean told;

  ReadProgress(
      PrintWriter err, boolean terminal, LongSupplier nanoTime, Instant from, Instant until) {
    this.err = err;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.from = from;
    this.until = until;
    this.toldNs = nanoTime.getAsLong();
  }

  /** That of this process, whose launcher knows whether somebody looks on. */
  static ReadProgress of(PrintWriter err, Instant from, Instant until) {
    boolean terminal = "terminal".equals(System.getProperty("weir.stderr"));
    return new ReadProgress(err, terminal, System::nanoTime, from, until);
  }

  @Override
  public void at(Instant time) {
    long now = nanoTime.getAsLong();
    if (now - toldNs < SECOND_NS * (terminal ? 1 : PLAIN_EVERY)) {
      return;
    }
    toldNs = now;
    told = true;
    long done = Duration.between(from, time).toSeconds();
    long all = Duration.between(from, until).toSeconds();
    String text =
        "reading: "
            + 100 * done / Math.max(1, all)
            + " %, "
            + Text.duration(done)
            + " of "
            + Text.duration(all);
    if (terminal) {
      err.print(CLEAR + text);
    } else {
      err.println(text);
    }
    err.flush();
  }

  @Override
  public void close() {
    if (terminal && told) {
      err.print(CLEAR);
      err.flush();
    }
  }
}
