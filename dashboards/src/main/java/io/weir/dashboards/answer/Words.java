package io.weir.dashboards.answer;

import io.weir.slo.v1.AlertState;
import java.time.Duration;
import java.util.Locale;

/** Numbers in sentences. */
public final class Words {
  private Words() {}

  /** {@code 1,240 calls}, {@code 1 call}. */
  public static String count(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }

  /** {@code no-data}, {@code firing}. */
  static String state(AlertState.State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@code 5m}, {@code 1h}, {@code 3d}: the largest unit that divides it. */
  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /** {@code 38 %}; one digit after the point below ten. */
  static String percent(double ratio) {
    double percent = 100 * ratio;
    return percent >= 9.95 || percent == 0
        ? String.format(Locale.ROOT, "%.0f %%", percent)
        : String.format(Locale.ROOT, "%.1f %%", percent);
  }

  /** {@code 3 of 20 calls (15 %)}. */
  static String share(long part, long whole, String noun) {
    return share(part, whole, noun, noun + "s");
  }

  /** The same for nouns with a plural of their own. */
  static String share(long part, long whole, String noun, String plural) {
    return String.format(
        Locale.ROOT,
        "%,d of %,d %s (%s)",
        part,
        whole,
        whole == 1 ? noun : plural,
        percent(whole == 0 ? 0 : (double) part / whole));
  }
}
