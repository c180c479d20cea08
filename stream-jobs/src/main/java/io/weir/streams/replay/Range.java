package io.weir.streams.replay;

import java.time.Duration;
import java.time.Instant;

/**
 * Which windows a replay writes: those that start in {@code [from, to)}, and what it reads for
 * that.
 *
 * @param warmUp so long before {@code from} it begins to read: connections that are open then, and
 *     drops that windows compare themselves with
 */
public record Range(Instant from, Instant to, Duration warmUp) {
  private static final long NS_PER_SECOND = 1_000_000_000;

  public Range {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "--from " + from + " --to " + to + ": empty (expected: a start before the end)");
    }
    if (warmUp.isNegative()) {
      throw new IllegalArgumentException("--warm-up: " + warmUp + " (expected: 0 or more)");
    }
  }

  /** First start of a window. */
  public long fromNs() {
    return ns(from);
  }

  /** Start of the first window after them. */
  public long toNs() {
    return ns(to);
  }

  /** Earliest event time that matters. */
  long readFromNs() {
    return fromNs() - warmUp.toNanos();
  }

  boolean holds(long startNs) {
    return startNs >= fromNs() && startNs < toNs();
  }

  private static long ns(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NS_PER_SECOND), time.getNano());
  }
}
