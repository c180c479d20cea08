package io.weir.dashboards.answer;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How something does, best first. */
public enum Health {
  /** Nothing seen that tells success from failure. */
  UNKNOWN,
  OK,
  DEGRADED,
  FAILING;

  /** From this share of bad on, a layer is degraded. */
  static final double DEGRADED_FROM = 0.01;

  /** From this share of bad on, a layer is failing. */
  static final double FAILING_FROM = 0.05;

  static Health of(long bad, long total) {
    double ratio = total == 0 ? 0 : (double) bad / total;
    if (ratio >= FAILING_FROM) {
      return FAILING;
    }
    return ratio >= DEGRADED_FROM ? DEGRADED : OK;
  }

  /** The word in answers, {@code degraded}. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
