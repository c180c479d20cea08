package io.weir.cli.simulate;

import java.io.PrintStream;
import java.util.Locale;

/** Says every second how far something long is. */
final class Progress {
  private static final long EVERY_NS = 1_000_000_000L;

  private final PrintStream out;
  private final String what;
  private long toldNs = System.nanoTime();

  Progress(PrintStream out, String what) {
    this.out = out;
    this.what = what;
  }

  /** Call it often. */
  void at(double share, long events) {
    long now = System.nanoTime();
    if (now - toldNs < EVERY_NS) {
      return;
    }
    toldNs = now;
    String line =
        String.format(Locale.ROOT, "%s: %d %%, %,d events", what, Math.round(share * 100), events);
    out.println(line);
  }
}
