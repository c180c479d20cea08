package io.weir.alerting.suggest;

import io.weir.alerting.slo.Target;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** Why a target, why not the next, why none: sentences for comments. */
final class Reasons {
  private Reasons() {}

  /** {@code 99.975 % of 1,234,567 responses were good, 312 bad.} */
  static String seen(Seen seen, SuggestedIndicator indicator) {
    return seen.bad() == 0
        ? "All of %s %s were good.".formatted(number(seen.total()), indicator.events())
        : "%s %% of %s %s were good, %s bad."
            .formatted(share(seen), number(seen.total()), indicator.events(), number(seen.bad()));
  }

  static String whyThis(TargetChoice choice, Target target) {
    return "%s %% would have spent %s of its error budget (at most %s %%)."
        .formatted(
            percent(target),
            spent(choice.seen(), target),
            TargetChoice.SPENT_MAX.movePointRight(2).stripTrailingZeros().toPlainString());
  }

  /** Why not the target above it. */
  static String whyNotNext(TargetChoice choice, Target next, SuggestedIndicator indicator) {
    return choice.seen().isWithin(TargetChoice.SPENT_MAX, next.errorBudget())
        ? "Not %s %%: that takes %s %s or more in %s."
            .formatted(
                percent(next),
                number(TargetChoice.eventsMin(next, choice.over())),
                indicator.events(),
                text(choice.over()))
        : "Not %s %%: it would have spent %s of its error budget."
            .formatted(percent(next), spent(choice.seen(), next));
  }

  static String whyNone(TargetChoice choice, SuggestedIndicator indicator) {
    Target least = TargetChoice.least();
    return choice.tooLittle()
        ? "%s %s in %s (expected: at least %s; fewer say too little even for %s %%)"
            .formatted(
                number(choice.seen().total()),
                indicator.events(),
                text(choice.over()),
                number(TargetChoice.eventsMin(least, choice.over())),
                percent(least))
        : "%s Even %s %% would have spent %s of its error budget. Find out why first."
            .formatted(seen(choice.seen(), indicator), percent(least), spent(choice.seen(), least));
  }

  /** Alike wherever it is written. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String percent(Target target) {
    return target.ratio().movePointRight(2).stripTrailingZeros().toPlainString();
  }

  /** Rounded down, so that what is not all is never 100 %. */
  private static String share(Seen seen) {
    return BigDecimal.valueOf(seen.good())
        .movePointRight(2)
        .divide(BigDecimal.valueOf(seen.total()), 4, java.math.RoundingMode.DOWN)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static String spent(Seen seen, Target target) {
    double percent = 100 * seen.spent(target.errorBudget());
    if (seen.bad() == 0) {
      return "none";
    }
    return percent < 1
        ? "less than 1 %"
        : String.format(Locale.ROOT, "%,.0f %%", Math.ceil(percent));
  }

  /** {@code 7 d}, {@code 2 h 10 min}: two units at most. */
  static String text(Duration duration) {
    long days = duration.toDays();
    int hours = duration.toHoursPart();
    int minutes = duration.toMinutesPart();
    if (days > 0) {
      return hours == 0 ? days + " d" : days + " d " + hours + " h";
    }
    if (hours > 0) {
      return minutes == 0 ? hours + " h" : hours + " h " + minutes + " min";
    }
    return minutes > 0 ? minutes + " min" : duration.toSeconds() + " s";
  }
}
