package io.weir.collector.net;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: each bound is twice the one before, up to a limit, and a pause is
 * between half of its bound and the bound, so that a thousand collectors do not return at once.
 * Confined to its owner's thread.
 */
public final class Backoff {
  private final Duration first;
  private final Duration limit;
  private final RandomGenerator random;
  private Duration bound;

  public Backoff(Duration first, Duration limit, RandomGenerator random) {
    this.first = first;
    this.limit = limit;
    this.random = random;
    this.bound = first;
  }

  /** How long to pause before the next attempt. */
  public Duration next() {
    long bounds = bound.toNanos();
    Duration pause = Duration.ofNanos(bounds / 2 + random.nextLong(bounds / 2 + 1));
    Duration twice = bound.multipliedBy(2);
    bound = twice.compareTo(limit) < 0 ? twice : limit;
    return pause;
  }

  /** An attempt succeeded: the next pause is the shortest again. */
  public void reset() {
    bound = first;
  }
}
