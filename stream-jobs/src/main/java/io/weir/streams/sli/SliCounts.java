package io.weir.streams.sli;

/**
 * Good and total valid events of one indicator. Immutable; never a ratio, so that any window adds
 * up exactly.
 *
 * @param good events that met the indicator
 * @param total valid events; 0 means no traffic, which is not an outage. In a window {@code 0 <=
 *     good <= total}; a correction may break that rule on its own
 */
public record SliCounts(long good, long total) {
  public static final SliCounts NONE = new SliCounts(0, 0);

  /** Adds two disjoint sets of events. Associative and commutative. */
  public SliCounts plus(SliCounts other) {
    return new SliCounts(Math.addExact(good, other.good), Math.addExact(total, other.total));
  }

  /** True when it changes nothing. */
  public boolean isNone() {
    return good == 0 && total == 0;
  }
}
