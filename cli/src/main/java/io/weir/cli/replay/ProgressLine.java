package io.weir.cli.replay;

import io.weir.streams.replay.ReplayProgress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells every second on standard error how far a replay is: on one line that is written over where
 * somebody looks on, else in a line each ten seconds.
 */
final class ProgressLine implements AutoCloseable {
  private static final String CLEAR = "\r\u001b[K";
  private static final int PLAIN_EVERY = 10;

  private final PrintStream err;
  private final boolean terminal;
  private final ReplayProgress progress;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "weir-replay-progress");

  ProgressLine(PrintStream err, ReplayProgress progress) {
    this.err = err;
    this.terminal = "terminal".equals(System.getProperty("weir.stderr"));
    this.progress = progress;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    long began = System.nanoTime();
    int seconds = 0;
    try {
      while (!end.await(1, TimeUnit.SECONDS)) {
        seconds++;
        String text = text(progress, (System.nanoTime() - began) / 1e9);
        if (terminal) {
          err.print(CLEAR + text);
          err.flush();
        } else if (seconds % PLAIN_EVERY == 0) {
          err.println(text);
        }
      }
      if (terminal) {
        err.print(CLEAR);
        err.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@code replaying: 42 %, 1,200,000 events, 61,000/s, 12 s to go}. */
  static String text(ReplayProgress progress, double seconds) {
    long done = progress.done();
    long total = progress.total();
    if (total == 0) {
      return progress.stage();
    }
    double rate = done / Math.max(seconds, 0.001);
    String left =
        done == 0 || done >= total
            ? ""
            : String.format(Locale.ROOT, ", %,d s to go", Math.round((total - done) / rate));
    return String.format(
        Locale.ROOT,
        "%s: %d %%, %,d events, %,d/s%s",
        progress.stage(),
        100 * done / total,
        done,
        Math.round(rate),
        left);
  }

  @Override
  public void close() {
    end.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
