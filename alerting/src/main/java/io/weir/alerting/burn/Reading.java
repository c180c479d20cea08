package io.weir.alerting.burn;

import io.weir.alerting.slo.Target;

/**
 * What a rule's two windows hold.
 *
 * @param errorBudget share of events that may be bad, above 0
 * @param partial whether the long window reaches back to before anything was counted
 */
public record Reading(Counts longCounts, Counts shortCounts, double errorBudget, boolean partial) {
  /** Both windows of one objective. */
  public static Reading of(Counts longCounts, Counts shortCounts, Target target) {
    return new Reading(longCounts, shortCounts, target.errorBudget().doubleValue(), false);
  }

  /**
   * How fast the long window spends the budget: bad ratio divided by error budget, unitless. 1.0
   * spends exactly the whole budget in a period; a window without events burns nothing.
   */
  public double longRate() {
    return longCounts.badRatio() / errorBudget;
  }

  /** How fast the short window spends it. */
  public double shortRate() {
    return shortCounts.badRatio() / errorBudget;
  }
}
