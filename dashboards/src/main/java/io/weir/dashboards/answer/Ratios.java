package io.weir.dashboards.answer;

import java.util.OptionalDouble;

/** Shares, 0 to 1. */
final class Ratios {
  private Ratios() {}

  /** Empty when there was nothing to take a share of: silence is not an outage. */
  static OptionalDouble of(long part, long whole) {
    return whole == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.round(1e6 * part / whole) / 1e6);
  }
}
