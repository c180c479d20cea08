package io.weir.alerting.cause;

import java.util.HashSet;
import java.util.Set;

/**
 * The time around an incident, cut into windows: the baseline {@code [baselineStart, start)} and
 * the incident {@code [start, now)}, all half-open and in event time. {@code start} falls back to
 * its window's begin, so a window is either usual or not; a window that has begun at {@code now}
 * counts as far as it has come.
 *
 * @param windowNs length of the windows that are read, {@code 10_000_000_000} for 10 s
 * @param uneasy windows, counted from 0 at the baseline's begin, that do not tell what is usual:
 *     earlier incidents
 */
public record Frame(
    long windowNs, long baselineStartNs, long startNs, long nowNs, Set<Integer> uneasy) {
  /** Windows that a diagnosis looks at, at most: six hours of 10 s. */
  public static final int WINDOWS_MAX = 2160;

  /** A baseline without exceptions. */
  public Frame(long windowNs, long baselineStartNs, long startNs, long nowNs) {
    this(windowNs, baselineStartNs, startNs, nowNs, Set.of());
  }

  public Frame {
    uneasy = Set.copyOf(uneasy);
    if (windowNs <= 0 || baselineStartNs >= startNs || startNs >= nowNs) {
      throw new IllegalArgumentException(
          "frame: [%d, %d, %d) by %d (expected: baselineStart < start < now, window above 0)"
              .formatted(baselineStartNs, startNs, nowNs, windowNs));
    }
    baselineStartNs = Math.floorDiv(baselineStartNs, windowNs) * windowNs;
    startNs = Math.floorDiv(startNs, windowNs) * windowNs;
    if ((nowNs - baselineStartNs) / windowNs >= WINDOWS_MAX) {
      throw new IllegalArgumentException(
          "frame: %d windows (expected: at most %d)"
              .formatted((nowNs - baselineStartNs) / windowNs + 1, WINDOWS_MAX));
    }
  }

  int windows() {
    return (int) -Math.floorDiv(baselineStartNs - nowNs, windowNs);
  }

  /** First window of the incident. */
  int startWindow() {
    return (int) ((startNs - baselineStartNs) / windowNs);
  }

  boolean contains(long ns) {
    return ns >= baselineStartNs && ns < nowNs;
  }

  /** The window in which {@code ns} falls; it must be {@linkplain #contains contained}. */
  int window(long ns) {
    return (int) ((ns - baselineStartNs) / windowNs);
  }

  /** The same time with an incident that begins with another window. */
  Frame startingAt(int window) {
    return new Frame(windowNs, baselineStartNs, baselineStartNs + window * windowNs, nowNs, uneasy);
  }

  /** The same time with more windows that do not tell what is usual. */
  Frame without(Set<Integer> windows) {
    Set<Integer> all = new HashSet<>(uneasy);
    all.addAll(windows);
    return new Frame(windowNs, baselineStartNs, startNs, nowNs, all);
  }
}
