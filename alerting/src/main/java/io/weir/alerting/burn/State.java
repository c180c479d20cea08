package io.weir.alerting.burn;

/** How a rule stands. {@code L} and {@code S}: the burn rate of the long, short window meets B. */
public enum State {
  /** Neither, or the long alone never did. Left by either. */
  OK,
  /** S, and L not yet; or both, but held back, or not yet for long enough. Left by L, or not S. */
  INCREASING,
  /** L and S: an alert is open. Left when either falls below the share of B that resolves. */
  FIRING,
  /** L and no longer S: what happened is over but weighs on the budget. Left by S, or not L. */
  RECOVERING,
  /** Nothing came for too long, and no alert is open. Left by data. */
  NO_DATA,
  /** Too much is missing to tell, or nothing came while an alert is open: stays as it was. */
  FROZEN
}
