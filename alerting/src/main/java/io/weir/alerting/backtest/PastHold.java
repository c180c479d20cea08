package io.weir.alerting.backtest;

import java.time.Instant;
import java.util.Optional;

/**
 * A time in which a rule's burn rates met its threshold, and something kept it from firing.
 *
 * @param rule as in {@link PastAlert}
 * @param why in words with numbers, as of when that reason came up
 * @param until when the rates fell, or the rule fired; empty when neither came to pass
 * @param fired whether it fired in the end
 */
public record PastHold(
    String rule,
    String severity,
    String why,
    Instant from,
    Optional<Instant> until,
    boolean fired) {
  PastHold because(String newWhy) {
    return new PastHold(rule, severity, newWhy, from, until, fired);
  }

  PastHold over(Instant at, boolean itFired) {
    return new PastHold(rule, severity, why, from, Optional.of(at), itFired);
  }
}
