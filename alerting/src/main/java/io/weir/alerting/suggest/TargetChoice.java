package io.weir.alerting.suggest;

import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Target;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The largest of the usual targets that was kept with room, and that the traffic can support.
 *
 * @param target empty when there is none: then {@code seen} has too few events even for the least
 *     target, or too many bad ones
 * @param tooLittle whether it is empty for want of events
 * @param next the target above it, which it is not; empty when there is none
 */
record TargetChoice(
    Seen seen, Duration over, Optional<Target> target, boolean tooLittle, Optional<Target> next) {
  /** The period that is suggested: whole weeks, so each has as many weekends as the next. */
  static final Duration PERIOD = Duration.ofDays(28);

  /**
   * From the largest. Above 99.99 % users cannot tell the service from their own network; below 95
   * % the rules of an hour could never fire.
   */
  static final List<Target> STEPS =
      Stream.of("99.99", "99.95", "99.9", "99.5", "99", "98", "95").map(Target::ofPercent).toList();

  /** At most this share of the budget may have been spent in the time seen. */
  static final BigDecimal SPENT_MAX = new BigDecimal("0.5");

  /** The budget of the time seen is at least so many bad events: fewer tell little. */
  static final int BUDGET_EVENTS_MIN = 10;

  private static final List<BurnRule> PAGES =
      BurnRule.standard(PERIOD).stream().filter(rule -> rule.severity().equals("page")).toList();

  /**
   * @param over the time in which {@code seen} was counted
   */
  static TargetChoice of(Seen seen, Duration over) {
    Optional<Target> next = Optional.empty();
    for (Target step : STEPS) {
      boolean enough = seen.total() >= eventsMin(step, over);
      if (enough && seen.isWithin(SPENT_MAX, step.errorBudget())) {
        return new TargetChoice(seen, over, Optional.of(step), false, next);
      }
      next = Optional.of(step);
    }
    boolean tooLittle = seen.total() < eventsMin(least(), over);
    return new TargetChoice(seen, over, Optional.empty(), tooLittle, next);
  }

  static Target least() {
    return STEPS.get(STEPS.size() - 1);
  }

  /**
   * Events in {@code over} from which on a target can be judged and kept: its budget is {@value
   * #BUDGET_EVENTS_MIN} bad events, and at this pace the long window of each page has so many
   * events that a single bad one is below its threshold.
   */
  static long eventsMin(Target target, Duration over) {
    BigDecimal budget = target.errorBudget();
    long least =
        BigDecimal.valueOf(BUDGET_EVENTS_MIN)
            .divide(budget, 0, RoundingMode.CEILING)
            .longValueExact();
    for (BurnRule page : PAGES) {
      // In decimals: a rule fires at its threshold, so exactly at it one event would be a page.
      BigDecimal atThreshold =
          BigDecimal.valueOf(over.toSeconds())
              .divide(
                  BigDecimal.valueOf(page.threshold())
                      .multiply(budget)
                      .multiply(BigDecimal.valueOf(page.longWindow().toSeconds())),
                  0,
                  RoundingMode.FLOOR);
      least = Math.max(least, atThreshold.longValueExact() + 1);
    }
    return least;
  }
}
