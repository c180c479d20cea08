package io.weir.alerting.notify;

import java.util.Locale;

/** Numbers for people. */
final class Figures {
  private Figures() {}

  /** {@code 12,345}. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 14}, {@code 2.3}: one digit behind the point below ten. */
  static String factor(double factor) {
    return String.format(Locale.ROOT, factor >= 9.95 ? "%,.0f" : "%.1f", factor);
  }

  /** {@code 2.3 %}. */
  static String percent(double share) {
    return factor(100 * share) + " %";
  }
}
