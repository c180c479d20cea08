package io.weir.alerting.burn;

/**
 * A rule or notice stands in another way than before.
 *
 * @param slo id of the objective
 * @param rule {@code page-1h}, {@code budget-50}, {@code no-data}
 * @param severity of the rule; {@code notice} for budgets and silence
 * @param threshold burn rate; for budgets the share spent
 * @param reading what its windows hold; for budgets and silence those of the whole period
 * @param heldBack why it does not fire, in words; empty when nothing holds it back
 * @param atMs end of the newest window that was seen
 */
public record Transition(
    String slo,
    String rule,
    String severity,
    double threshold,
    RuleState from,
    RuleState to,
    Reading reading,
    Budget budget,
    String heldBack,
    long atMs) {
  /** Whether an alert begins. */
  public boolean fires() {
    return to.open() && !from.open();
  }

  /** Whether an alert ends. */
  public boolean resolves() {
    return from.open() && !to.open();
  }
}
