package io.weir.alerting.slo;

import java.time.Duration;

/**
 * What silence and gaps mean.
 *
 * @param silence what a time without any event means
 * @param after how long nothing must have come before it is silence
 * @param coverageMin share of events that must have arrived, of those and the ones known to be
 *     lost; below it rules keep their state. 0 never freezes
 */
public record NoDataPolicy(Silence silence, Duration after, double coverageMin) {
  /** What a time without events means. */
  public enum Silence {
    /** Nothing is known: open alerts stay open, none begins. */
    FREEZE,
    /** As {@code FREEZE}, and an alert of its own fires. */
    ALERT,
    /** No traffic, no harm: evaluated as ever, burns nothing. */
    OK
  }

  /** Freezes after 10 min of silence, and while more than half of the events are missing. */
  public static final NoDataPolicy DEFAULT =
      new NoDataPolicy(Silence.FREEZE, Duration.ofMinutes(10), 0.5);

  public NoDataPolicy {
    if (after.compareTo(Duration.ofSeconds(10)) < 0) {
      throw new IllegalArgumentException("after: " + after + " (expected: 10 s or more)");
    }
    if (!(coverageMin >= 0 && coverageMin <= 1)) {
      throw new IllegalArgumentException("coverageMin: " + coverageMin + " (expected: 0 to 1)");
    }
  }
}
