package io.weir.alerting.suggest;

import java.math.BigDecimal;

/**
 * Events of one indicator of one service, over all of the time that is looked at.
 *
 * @param good events that met it, {@code 0 <= good <= total}
 * @param total events counted; 0 is silence
 */
public record Seen(long good, long total) {
  public Seen {
    if (good < 0 || good > total) {
      throw new IllegalArgumentException("good: " + good + " (expected: 0 to total=" + total + ")");
    }
  }

  long bad() {
    return total - good;
  }

  /** Whether the bad events are at most {@code share} of the budget, exactly. */
  boolean isWithin(BigDecimal share, BigDecimal errorBudget) {
    BigDecimal allowed = errorBudget.multiply(share).multiply(BigDecimal.valueOf(total));
    return BigDecimal.valueOf(bad()).compareTo(allowed) <= 0;
  }

  /** Bad events by the budget's: 1 is all of it, more than 1 a broken promise. */
  double spent(BigDecimal errorBudget) {
    return bad() / (errorBudget.doubleValue() * total);
  }
}
