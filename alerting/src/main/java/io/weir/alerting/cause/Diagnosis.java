package io.weir.alerting.cause;

import java.util.List;

/**
 * What is known about why an SLO burns.
 *
 * @param causes best first, all at or above {@link CauseFinder#SCORE_MIN}; empty is an honest
 *     answer
 * @param layer that fails: of the best cause, else of the indicator
 * @param callersHit callers of the target with more bad events than usual, of {@code callers}
 * @param sentence the first cause in words, or why there is none
 * @param startNs window in which the bad events began, which may be before the alert's start
 * @param bad, total what was counted since then
 * @param usualBad, usualTotal what was counted before
 */
public record Diagnosis(
    List<Cause> causes,
    Layer layer,
    int callersHit,
    int callers,
    String sentence,
    long startNs,
    long bad,
    long total,
    long usualBad,
    long usualTotal) {
  public Diagnosis {
    causes = List.copyOf(causes);
  }

  public boolean isFound() {
    return !causes.isEmpty();
  }

  /** {@code 3 of 5 callers}; empty when no caller is known. */
  public String callersText() {
    return callers == 0 ? "" : callersHit + " of " + callers + " callers";
  }
}
