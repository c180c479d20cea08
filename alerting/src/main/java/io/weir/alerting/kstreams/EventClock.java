package io.weir.alerting.kstreams;

import io.weir.alerting.burn.CountSeries;

/**
 * Where event time stands in one task: the end of the newest window, and when nothing comes for
 * longer than the patience, as much later as the wall clock says. So silence is noticed, and a
 * replay of the past has its own time. A silence while no task runs is none. Confined to its task.
 */
final class EventClock {
  private static final long STEP_MS = CountSeries.BASE_MS;

  private final long patienceMs;
  private long newest = Long.MIN_VALUE;
  private long seenAt;

  EventClock(long patienceMs) {
    this.patienceMs = patienceMs;
  }

  /**
   * @param endMs end of a window
   * @param writtenMs when its record was written: no window is newer than that, so that a node
   *     whose clock is ahead takes nobody along
   */
  void saw(long endMs, long writtenMs, long wallMs) {
    long end = Math.min(endMs, -Math.floorDiv(-writtenMs, STEP_MS) * STEP_MS);
    if (end > newest) {
      newest = end;
      seenAt = wallMs;
    }
  }

  /** Whether anything came yet. */
  boolean isRunning() {
    return newest != Long.MIN_VALUE;
  }

  /** Event time at a time of the wall clock, a multiple of 10 s. */
  long head(long wallMs) {
    long gone = wallMs - seenAt - patienceMs;
    return gone <= 0 ? newest : Math.floorDiv(newest + gone, STEP_MS) * STEP_MS;
  }
}
