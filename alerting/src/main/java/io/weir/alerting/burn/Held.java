package io.weir.alerting.burn;

/** What keeps a rule whose burn rates meet the threshold from firing. */
public enum Held {
  NOT,
  /** It has not held for long enough. */
  PENDING,
  BAD_MIN,
  TOTAL_MIN,
  CONFIDENCE,
  MAINTENANCE
}
