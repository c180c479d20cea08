package io.weir.alerting.backtest;

import io.weir.alerting.burn.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An alert that would have been.
 *
 * @param rule {@code page-1h}, {@code budget-50}, {@code no-data}
 * @param severity of the rule; {@code notice} for budgets and silence
 * @param resolvedAt empty while it is open at the end
 * @param detection from the begin of the bad stretch that led to it; empty for budgets and silence
 * @param seen what the long window held when it fired; of budgets and silence the period
 * @param burnRate of the long window; of a budget the share spent so far
 * @param budgetLeft when it fired, share of a whole period's budget
 * @param partial the long window reached back to before the first window: it may have fired on less
 *     than it would have seen
 */
public record PastAlert(
    String rule,
    String severity,
    Instant firedAt,
    Optional<Instant> resolvedAt,
    Optional<Duration> detection,
    Counts seen,
    double burnRate,
    double budgetLeft,
    boolean partial) {
  PastAlert resolved(Instant at) {
    return new PastAlert(
        rule, severity, firedAt, Optional.of(at), detection, seen, burnRate, budgetLeft, partial);
  }
}
