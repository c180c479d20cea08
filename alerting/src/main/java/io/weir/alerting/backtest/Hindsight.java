package io.weir.alerting.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What objectives would have told between two times.
 *
 * @param objectives in the order given; of a fan-out its matches, by name, or itself when nothing
 *     matched
 * @param leftOut series of matches beyond {@link Backtest#OBJECTIVES_MAX}, which were not evaluated
 */
public record Hindsight(Instant from, Instant until, List<SloHindsight> objectives, int leftOut) {
  private static final double MONTH_MS = Duration.ofDays(30).toMillis();

  public Hindsight {
    objectives = List.copyOf(objectives);
  }

  /** Alerts that fired in the range: those open from before it are no news of it. */
  public Stream<PastAlert> fired(SloHindsight of) {
    return of.alerts().stream().filter(alert -> !alert.firedAt().isBefore(from));
  }

  /** How many alerts of a severity fired in the range. */
  public long fired(String severity) {
    return objectives.stream()
        .flatMap(this::fired)
        .filter(alert -> alert.severity().equals(severity))
        .count();
  }

  /** When the range begins that anything is known of: {@code from}, or the first event after it. */
  public Instant knownFrom() {
    return objectives.stream()
        .flatMap(one -> one.firstAt().stream())
        .min(Comparator.naturalOrder())
        .filter(first -> first.isAfter(from))
        .orElse(from);
  }

  /** A number of what is known as one of 30 days. */
  public double per30Days(long count) {
    return count * MONTH_MS / Duration.between(knownFrom(), until).toMillis();
  }
}
