package io.weir.alerting.burn;

import java.time.Duration;
import java.util.Optional;

/**
 * What is left of the error budget of the present period.
 *
 * @param counts since the period began
 * @param startMs when it began
 * @param lengthMs how long it is as a whole
 * @param totalExpected events of a whole period at the traffic so far; {@code counts.total()} once
 *     a rolling period is full
 * @param allowed bad events that a whole period may have: error budget times {@code totalExpected}
 * @param errorBudget share of events that may be bad, above 0
 * @param partial whether counting began after the period did
 */
public record Budget(
    Counts counts,
    long startMs,
    long lengthMs,
    double totalExpected,
    double allowed,
    double errorBudget,
    boolean partial) {

  /** A budget at {@code nowMs}, with events counted from {@code firstMs} on. */
  static Budget of(
      Counts counts, long startMs, long lengthMs, long firstMs, long nowMs, double errorBudget) {
    long counted = nowMs - Math.max(startMs, firstMs);
    double expected =
        counted <= 0 || counted >= lengthMs
            ? counts.total()
            : (double) counts.total() * lengthMs / counted;
    return new Budget(
        counts,
        startMs,
        lengthMs,
        expected,
        errorBudget * expected,
        errorBudget,
        firstMs > startMs);
  }

  /** Share of a whole period's budget that is gone; above 1 when overspent, 0 without events. */
  public double spent() {
    return allowed == 0 ? 0 : counts.bad() / allowed;
  }

  /** Share of a whole period's budget that is left; negative when overspent. */
  public double left() {
    return 1 - spent();
  }

  /** Share gone of the budget that the events so far bring: 1 is exactly at the target. */
  public double spentSoFar() {
    return counts.badRatio() / errorBudget;
  }

  /** Bad events that may still come; negative when overspent. */
  public double badLeft() {
    return allowed - counts.bad();
  }

  /** When it is empty at this burn rate; empty for never, zero when it is gone. */
  public Optional<Duration> exhaustedIn(double burnRate) {
    if (left() <= 0) {
      return Optional.of(Duration.ZERO);
    }
    double ms = left() * lengthMs / burnRate;
    return ms < Long.MAX_VALUE ? Optional.of(Duration.ofMillis((long) ms)) : Optional.empty();
  }
}
