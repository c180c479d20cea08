package io.weir.dashboards.answer;

import io.weir.series.v1.DropWindow;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How fast a group drops, and how fast it used to. Adds up windows of several nodes and lengths
 * that do not overlap on one node. Confined to the thread that answers.
 */
final class DropRate {
  private static final double MINUTE_NS = Duration.ofMinutes(1).toNanos();

  private long fromNs = Long.MAX_VALUE;
  private long toNs = Long.MIN_VALUE;
  private long count;
  private double usualPerMinute;
  private boolean usual;

  void add(DropWindow window) {
    long startNs = window.getWindow().getStartNs();
    long lengthNs = window.getWindow().getLengthNs();
    count = Math.addExact(count, window.getCount());
    toNs = Math.max(toNs, startNs + lengthNs);
    if (startNs < fromNs) {
      fromNs = startNs;
      usualPerMinute = 0;
      usual = false;
    }
    // Nodes that dropped in the first window each have a past of their own.
    if (startNs == fromNs && window.getBaselineWindows() > 0) {
      usualPerMinute +=
          window.getBaselineCount() * MINUTE_NS / ((double) lengthNs * window.getBaselineWindows());
      usual = true;
    }
  }

  double perMinute() {
    return toNs <= fromNs ? 0 : rounded(count * MINUTE_NS / (toNs - fromNs));
  }

  /** Empty when the group was new in its first window. */
  OptionalDouble usualPerMinute() {
    return usual ? OptionalDouble.of(rounded(usualPerMinute)) : OptionalDouble.empty();
  }

  private static double rounded(double rate) {
    return Math.round(1e3 * rate) / 1e3;
  }
}
