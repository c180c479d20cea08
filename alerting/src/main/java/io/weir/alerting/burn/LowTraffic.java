package io.weir.alerting.burn;

import io.weir.alerting.slo.Guard;
import java.math.BigDecimal;
import java.math.MathContext;

/** Whether few events say enough to fire. Immutable. */
final class LowTraffic {
  private final Guard guard;
  private final double z;

  LowTraffic(Guard guard) {
    this.guard = guard;
    this.z = guard.confidence() > 0.5 ? quantile(guard.confidence()) : 0;
  }

  /**
   * @param ratioMin the bad ratio of the threshold, {@code B * EB}
   */
  Held check(Counts counts, double ratioMin) {
    if (counts.bad() < guard.badMin()) {
      return Held.BAD_MIN;
    }
    if (counts.total() < guard.totalMin()) {
      return Held.TOTAL_MIN;
    }
    return z > 0 && lowerBound(counts, z) < ratioMin && counts.badRatio() < 1
        ? Held.CONFIDENCE
        : Held.NOT;
  }

  /** In words, with the numbers. */
  String text(Held held, Counts counts, double ratioMin) {
    return switch (held) {
      case NOT -> "";
      case PENDING -> "has not held for long enough";
      case MAINTENANCE -> "maintenance";
      case BAD_MIN -> "%d bad events (minimum %d)".formatted(counts.bad(), guard.badMin());
      case TOTAL_MIN -> "%d events (minimum %d)".formatted(counts.total(), guard.totalMin());
      case CONFIDENCE ->
          "%d bad of %d: the true bad ratio may be as low as %s (%s sure), below %s"
              .formatted(
                  counts.bad(),
                  counts.total(),
                  percent(lowerBound(counts, z)),
                  percent(guard.confidence()),
                  percent(ratioMin));
    };
  }

  private static String percent(double ratio) {
    return BigDecimal.valueOf(100 * ratio)
            .round(new MathContext(3))
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }

  /**
   * Wilson's lower bound of a ratio seen as {@code bad} of {@code total}: right for few events and
   * ratios near 0, where the usual interval reaches below 0.
   */
  static double lowerBound(Counts counts, double z) {
    double n = counts.total();
    if (n <= 0) {
      return 0;
    }
    double p = counts.bad() / n;
    double z2 = z * z;
    double root = Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    return (p + z2 / (2 * n) - z * root) / (1 + z2 / n);
  }

  /** Of the standard normal distribution, to 0.0005: Abramowitz and Stegun 26.2.23. */
  static double quantile(double probability) {
    double t = Math.sqrt(-2 * Math.log(1 - probability));
    return t
        - (2.515517 + t * (0.802853 + t * 0.010328))
            / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  }
}
