package io.weir.alerting.openslo;

/** The kinds of OpenSLO v1, as {@code kind} writes them. */
public enum Kind {
  SERVICE("Service"),
  DATA_SOURCE("DataSource"),
  SLI("SLI"),
  SLO("SLO"),
  ALERT_POLICY("AlertPolicy"),
  ALERT_CONDITION("AlertCondition"),
  ALERT_NOTIFICATION_TARGET("AlertNotificationTarget");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  /** As written. */
  public String word() {
    return word;
  }
}
