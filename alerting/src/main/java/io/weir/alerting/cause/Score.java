package io.weir.alerting.cause;

/**
 * How much speaks for a cause. Four parts, each {@code 0..1}:
 *
 * <ul>
 *   <li>{@code coverage}: share of the bad events beyond the usual that it accounts for, from
 *       counts: {@code min(1, explained / excess)}.
 *   <li>{@code timing}: began before or with the incident, and was not there before it: {@code
 *       promptness × newness}. Promptness is 1 up to one window late, and 0 from five on; newness
 *       is {@code 1 − usual share / share now}.
 *   <li>{@code specificity}: absent where things are fine: {@code 1 − share there / share here};
 *       {@value #NOTHING_TO_COMPARE} when there is nothing to compare with.
 *   <li>{@code place}: cause, not consequence: {@code 1 − } the largest share of its own coverage
 *       that something upstream of it explains.
 * </ul>
 *
 * <p>{@code value = coverage × timing × (¼ + ¼ specificity + ½ place)}: a cause that explains
 * nothing or came too late is none; of two that explain as much, the more specific and the deeper
 * one wins.
 */
public record Score(double coverage, double timing, double specificity, double place) {
  static final double NOTHING_TO_COMPARE = 0.5;

  public Score {
    check("coverage", coverage);
    check("timing", timing);
    check("specificity", specificity);
    check("place", place);
  }

  private static void check(String name, double part) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException(name + ": " + part + " (expected: 0 to 1)");
    }
  }

  /** The whole, {@code 0..1}. */
  public double value() {
    return coverage * timing * (0.25 + 0.25 * specificity + 0.5 * place);
  }

  /** How much it takes away from its consequences' place. */
  double explains() {
    return coverage * timing * (0.5 + 0.5 * specificity);
  }
}
