package io.weir.alerting.slo;

/** How a burn rate is compared with its threshold, taken literally. */
public enum Comparison {
  GTE,
  GT,
  LTE,
  LT;

  /** Whether {@code value} meets {@code threshold}. */
  public boolean holds(double value, double threshold) {
    return switch (this) {
      case GTE -> value >= threshold;
      case GT -> value > threshold;
      case LTE -> value <= threshold;
      case LT -> value < threshold;
    };
  }

  /** Whether larger values are worse. */
  public boolean isUpwards() {
    return this == GTE || this == GT;
  }
}
