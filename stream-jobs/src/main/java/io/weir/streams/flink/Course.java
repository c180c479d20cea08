package io.weir.streams.flink;

import io.weir.streams.window.Windows.Window;
import java.io.Serializable;
import java.time.Duration;

/**
 * How a run treats time. Live, the wall clock has a say: windows are written early, silence ends
 * what no watermark reaches, and what comes too late is refused. A replay looks at event time alone
 * and writes each window once, at the end: so it gives the same bytes each time.
 *
 * @param isLive false for a replay
 * @param fromNs first start of the windows that are written
 * @param toNs start of the first window after them
 */
record Course(boolean isLive, long fromNs, long toNs) implements Serializable {
  static final Course LIVE = new Course(true, Long.MIN_VALUE, Long.MAX_VALUE);

  // Longer than any event time is ago, short enough to add up in milliseconds.
  private static final Duration FOR_EVER = Duration.ofDays(100_000);

  /** Once over the past, for windows that start in {@code [fromNs, toNs)}. */
  static Course replay(long fromNs, long toNs) {
    return new Course(false, fromNs, toNs);
  }

  /** Whether the window is written. */
  boolean writes(Window window) {
    return window.startNs() >= fromNs && window.startNs() < toNs;
  }

  /** How far behind the watermark an event still counts: in a replay, however far. */
  Duration lateness(Duration live) {
    return isLive ? live : FOR_EVER;
  }

  /** A limit that depends on the order of arrival: none in a replay. */
  int limit(int live) {
    return isLive ? live : Integer.MAX_VALUE;
  }
}
