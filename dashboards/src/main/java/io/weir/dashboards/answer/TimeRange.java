package io.weir.dashboards.answer;

import java.time.Duration;
import java.time.Instant;

/**
 * A span of event time, {@code [fromNs, toNs)}, in nanoseconds since the epoch.
 *
 * @param fromNs first nanosecond that belongs to it
 * @param toNs first nanosecond that does not; equal to {@code fromNs} when the range is empty
 */
public record TimeRange(long fromNs, long toNs) {
  private static final long NS_PER_S = 1_000_000_000L;

  public TimeRange {
    if (toNs < fromNs) {
      throw new IllegalArgumentException("toNs: " + toNs + " (expected: >= fromNs=" + fromNs + ")");
    }
  }

  /** The range between two instants. */
  public static TimeRange of(Instant from, Instant to) {
    return new TimeRange(nanos(from), nanos(to));
  }

  /** What both ranges share; empty, at this range's start or end, when that is nothing. */
  public TimeRange clip(long firstNs, long endNs) {
    long from = Math.min(Math.max(fromNs, firstNs), toNs);
    return new TimeRange(from, Math.max(from, Math.min(toNs, endNs)));
  }

  /** The smallest range that starts and ends on multiples of {@code stepNs} and contains this. */
  public TimeRange widenTo(long stepNs) {
    return new TimeRange(floor(fromNs, stepNs), ceil(toNs, stepNs));
  }

  public boolean isEmpty() {
    return fromNs == toNs;
  }

  public Duration length() {
    return Duration.ofNanos(toNs - fromNs);
  }

  public Instant from() {
    return instant(fromNs);
  }

  public Instant to() {
    return instant(toNs);
  }

  /** Nanoseconds since the epoch as an instant. */
  public static Instant instant(long ns) {
    return Instant.ofEpochSecond(Math.floorDiv(ns, NS_PER_S), Math.floorMod(ns, NS_PER_S));
  }

  /**
   * An instant as nanoseconds since the epoch.
   *
   * @throws ArithmeticException outside the years 1677 to 2262, which nanoseconds cannot tell
   */
  public static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), NS_PER_S), (long) instant.getNano());
  }

  static long floor(long ns, long stepNs) {
    return Math.floorDiv(ns, stepNs) * stepNs;
  }

  static long ceil(long ns, long stepNs) {
    return -floor(-ns, stepNs);
  }
}
