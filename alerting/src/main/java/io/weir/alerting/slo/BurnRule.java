package io.weir.alerting.slo;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;

/**
 * When the budget is spent too fast: the burn rates of both windows meet the threshold.
 *
 * @param name unique within its objective, part of the alert's identity
 * @param severity {@code page}, {@code ticket}, or the policy's own word
 * @param longWindow decides how much budget is gone when it fires
 * @param shortWindow decides how soon it is over; equal to {@code longWindow} in a rule of one
 *     window
 * @param threshold burn rate
 * @param after how long both must hold without a break before it fires; usually 0
 */
public record BurnRule(
    String name,
    String severity,
    Duration longWindow,
    Duration shortWindow,
    Comparison comparison,
    double threshold,
    Duration after) {
  private static final Duration WINDOW_MIN = Duration.ofSeconds(10);

  public BurnRule {
    if (shortWindow.compareTo(WINDOW_MIN) < 0 || shortWindow.compareTo(longWindow) > 0) {
      throw new IllegalArgumentException(
          "shortWindow: " + shortWindow + " (expected: 10 s to longWindow=" + longWindow + ")");
    }
    if (!(threshold >= 0) || Double.isInfinite(threshold)) {
      throw new IllegalArgumentException("threshold: " + threshold + " (expected: 0 or above)");
    }
    if (after.isNegative()) {
      throw new IllegalArgumentException("after: " + after + " (expected: 0 s or more)");
    }
  }

  /** Fires at {@code factor} over both windows. */
  public static BurnRule ofFactor(
      String severity, double factor, Duration longWindow, Duration shortWindow) {
    return new BurnRule(
        severity + "-" + text(longWindow),
        severity,
        longWindow,
        shortWindow,
        Comparison.GTE,
        factor,
        Duration.ZERO);
  }

  /**
   * Fires when {@code percent} of the budget of a whole {@code period} would be gone within {@code
   * longWindow}: {@code B = percent/100 * period / longWindow}.
   */
  public static BurnRule ofBudget(
      String severity,
      BigDecimal percent,
      Duration longWindow,
      Duration shortWindow,
      Duration period) {
    // In decimals, so that 2 % of 30 d in 1 h is 14.4 and not its neighbour.
    BigDecimal factor =
        percent
            .movePointLeft(2)
            .multiply(BigDecimal.valueOf(period.toSeconds()))
            .divide(BigDecimal.valueOf(longWindow.toSeconds()), MathContext.DECIMAL64);
    return ofFactor(severity, factor.doubleValue(), longWindow, shortWindow);
  }

  /** One condition of an AlertPolicy: one window. */
  public static BurnRule ofCondition(
      String name,
      String severity,
      Comparison comparison,
      double threshold,
      Duration lookback,
      Duration after) {
    return new BurnRule(name, severity, lookback, lookback, comparison, threshold, after);
  }

  /**
   * The SRE Workbook's rules, as shares of the budget: 2 % in 1 h and 5 % in 6 h page, 10 % in 24 h
   * and 10 % in 3 d open a ticket. For 30 days the factors are 14.4, 6, 3 and 1.
   */
  public static List<BurnRule> standard(Duration period) {
    return List.of(
        ofBudget("page", BigDecimal.valueOf(2), hours(1), Duration.ofMinutes(5), period),
        ofBudget("page", BigDecimal.valueOf(5), hours(6), Duration.ofMinutes(30), period),
        ofBudget("ticket", BigDecimal.valueOf(10), hours(24), hours(2), period),
        ofBudget("ticket", BigDecimal.valueOf(10), hours(72), hours(6), period));
  }

  private static Duration hours(int hours) {
    return Duration.ofHours(hours);
  }

  /** A window as Prometheus writes it: {@code 5m}, {@code 3d}. */
  public static String text(Duration window) {
    long seconds = window.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    return seconds % 3600 == 0
        ? seconds / 3600 + "h"
        : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /** Whether a share of bad events can ever meet the threshold: {@code B < 1/EB}. */
  public boolean canFire(Target target) {
    return !comparison.isUpwards() || threshold < target.burnRateMax();
  }

  /** The share of a period's budget that is gone when it fires under constant traffic. */
  public double budgetShare(Duration period) {
    return threshold * longWindow.toSeconds() / period.toSeconds();
  }
}
