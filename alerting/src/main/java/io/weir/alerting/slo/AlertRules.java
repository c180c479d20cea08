package io.weir.alerting.slo;

import java.util.List;

/**
 * When somebody is told.
 *
 * @param burn each fires on its own; names are unique
 * @param noticePercents budget spent, in percent of a whole period's, that is told; ascending
 * @param guard holds rules back under low traffic
 * @param resolveBelow what is over must have fallen below this share of its threshold, above 0 to
 *     1: 0.9 keeps an alert from flapping around the threshold, 1 is no hysteresis
 */
public record AlertRules(
    List<BurnRule> burn,
    List<Integer> noticePercents,
    Guard guard,
    NoDataPolicy noData,
    double resolveBelow) {
  /** Half, three quarters, nearly all, all. */
  public static final List<Integer> NOTICES = List.of(50, 75, 90, 100);

  public AlertRules {
    burn = List.copyOf(burn);
    noticePercents = List.copyOf(noticePercents);
    if (burn.stream().map(BurnRule::name).distinct().count() < burn.size()) {
      throw new IllegalArgumentException("burn: two rules of one name (expected: unique names)");
    }
    if (!(resolveBelow > 0 && resolveBelow <= 1)) {
      throw new IllegalArgumentException(
          "resolveBelow: " + resolveBelow + " (expected: above 0 to 1)");
    }
  }

  /** With the usual notices, guard, silence and hysteresis. */
  public static AlertRules of(List<BurnRule> burn) {
    return new AlertRules(burn, NOTICES, Guard.DEFAULT, NoDataPolicy.DEFAULT, 0.9);
  }
}
