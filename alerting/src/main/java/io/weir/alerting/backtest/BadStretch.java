package io.weir.alerting.backtest;

import java.time.Duration;

/**
 * When what a rule fired for began: the first bad step that no pause as long as the rule's short
 * window separates from the firing, but not before the long window. A step is bad when it alone
 * would meet the threshold; without any in the short window the rule cannot fire. Confined to its
 * owner.
 *
 * <p>Of outages at 10:00–10:02, 10:04–10:06 and 11:00–11:03 a rule with a short window of 5 min
 * that fires at 11:03 was led to by the last alone.
 */
final class BadStretch {
  private final long pauseMs;
  private final long longestMs;
  private long begin;
  private long lastEnd = Long.MIN_VALUE;

  BadStretch(Duration longWindow, Duration shortWindow) {
    this.pauseMs = shortWindow.toMillis();
    this.longestMs = longWindow.toMillis();
  }

  /** A bad step, after those before it. */
  void bad(long startMs, long endMs) {
    if (lastEnd == Long.MIN_VALUE || startMs - lastEnd >= pauseMs) {
      begin = startMs;
    }
    lastEnd = endMs;
  }

  /** From its begin to {@code nowMs}. */
  Duration until(long nowMs) {
    long since = lastEnd == Long.MIN_VALUE ? nowMs : begin;
    return Duration.ofMillis(Math.min(nowMs - since, longestMs));
  }
}
