package io.weir.alerting.slo;

import java.math.BigDecimal;

/**
 * The share of events that shall be good, as an exact decimal: 0.999 is not 0.99899999….
 *
 * @param ratio {@code 0 <= ratio < 1}; 1 leaves no budget to spend, so every rule would divide by
 *     zero
 */
public record Target(BigDecimal ratio) {
  public Target {
    if (ratio.signum() < 0 || ratio.compareTo(BigDecimal.ONE) >= 0) {
      throw new IllegalArgumentException("target: " + ratio + " (expected: 0 to below 1)");
    }
  }

  /** {@code Target.of("0.999")}. */
  public static Target of(String ratio) {
    return new Target(new BigDecimal(ratio));
  }

  /** {@code Target.ofPercent("99.9")}. */
  public static Target ofPercent(String percent) {
    return new Target(new BigDecimal(percent).movePointLeft(2));
  }

  /** The share of events that may be bad, {@code 1 - ratio}, above 0. */
  public BigDecimal errorBudget() {
    return BigDecimal.ONE.subtract(ratio);
  }

  /** The burn rate when every event is bad: no threshold above it can ever be reached. */
  public double burnRateMax() {
    return 1 / errorBudget().doubleValue();
  }
}
