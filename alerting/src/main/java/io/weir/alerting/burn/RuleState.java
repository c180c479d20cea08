package io.weir.alerting.burn;

/**
 * How a rule or notice stands, and all that its next evaluation needs of the past. Immutable.
 *
 * @param sinceMs since when it is in this state
 * @param open whether an alert is open: fired and not resolved, even while frozen
 * @param openedMs when that alert fired; 0 without one
 * @param metSinceMs since when the condition holds without a break; 0 while it does not
 * @param held why it does not fire although the condition holds
 */
public record RuleState(
    State state, long sinceMs, boolean open, long openedMs, long metSinceMs, Held held) {
  /** Before the first evaluation. */
  public static final RuleState START = new RuleState(State.OK, 0, false, 0, 0, Held.NOT);

  /** Whether somebody should be told: another state, another reason, or an alert's begin or end. */
  boolean differs(RuleState other) {
    return state != other.state || open != other.open || held != other.held;
  }
}
