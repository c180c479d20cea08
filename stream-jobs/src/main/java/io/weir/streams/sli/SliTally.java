package io.weir.streams.sli;

import io.weir.streams.edge.CustomTally;
import io.weir.streams.edge.EdgeCounts;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * All indicators of one target in one window. Immutable; indicators without events are absent.
 *
 * <p>An array rather than a map: two sums for every delta are made of them.
 */
public final class SliTally {
  private static final Indicator[] INDICATORS = Indicator.values();

  public static final SliTally NONE =
      new SliTally(new long[2 * INDICATORS.length], CustomTally.NONE);

  // Good and total of each indicator, in their order.
  private final long[] counts;
  private final CustomTally custom;

  private SliTally(long[] counts, CustomTally custom) {
    this.counts = counts;
    this.custom = custom;
  }

  /** Built-in indicators alone. */
  public SliTally(Map<Indicator, SliCounts> byIndicator) {
    this(byIndicator, CustomTally.NONE);
  }

  /**
   * @param byIndicator the built-in ones
   * @param custom those of one's own
   */
  public SliTally(Map<Indicator, SliCounts> byIndicator, CustomTally custom) {
    this(new long[2 * INDICATORS.length], custom);
    byIndicator.forEach((indicator, added) -> put(counts, indicator, added));
  }

  private static void put(long[] counts, Indicator indicator, SliCounts put) {
    counts[2 * indicator.ordinal()] = put.good();
    counts[2 * indicator.ordinal() + 1] = put.total();
  }

  /** Everything that {@code counts} contribute. */
  public static SliTally of(EdgeCounts counts) {
    long[] tally = new long[2 * INDICATORS.length];
    for (Indicator indicator : INDICATORS) {
      put(tally, indicator, indicator.of(counts));
    }
    return new SliTally(tally, counts.custom());
  }

  /** One execution of a probe. */
  public static SliTally probe(boolean success) {
    return new SliTally(Map.of(Indicator.PROBE, new SliCounts(success ? 1 : 0, 1)));
  }

  /** Adds indicator by indicator. Associative and commutative. */
  public SliTally plus(SliTally other) {
    long[] sum = counts.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] = Math.addExact(sum[i], other.counts[i]);
    }
    return new SliTally(sum, custom.plus(other.custom));
  }

  /** The counts of one indicator. */
  public SliCounts get(Indicator indicator) {
    return new SliCounts(counts[2 * indicator.ordinal()], counts[2 * indicator.ordinal() + 1]);
  }

  /** The built-in indicators that have events, in their order. */
  public Map<Indicator, SliCounts> byIndicator() {
    EnumMap<Indicator, SliCounts> byIndicator = new EnumMap<>(Indicator.class);
    for (Indicator indicator : INDICATORS) {
      SliCounts of = get(indicator);
      if (!of.isNone()) {
        byIndicator.put(indicator, of);
      }
    }
    return byIndicator;
  }

  /** Those of one's own. */
  public CustomTally custom() {
    return custom;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof SliTally that
            && Arrays.equals(counts, that.counts)
            && custom.equals(that.custom));
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(counts) + custom.hashCode();
  }

  @Override
  public String toString() {
    return byIndicator() + " " + custom;
  }
}
