package io.weir.streams.sli;

import io.weir.streams.edge.CustomTally;
import io.weir.streams.edge.EdgeCounts;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * All indicators of one target in one window. Immutable; indicators without events are absent.
 *
 * @param byIndicator the built-in ones
 * @param custom those of one's own
 */
public record SliTally(Map<Indicator, SliCounts> byIndicator, CustomTally custom) {
  public static final SliTally NONE = new SliTally(new EnumMap<>(Indicator.class));

  /** Built-in indicators alone. */
  public SliTally(Map<Indicator, SliCounts> byIndicator) {
    this(byIndicator, CustomTally.NONE);
  }

  public SliTally {
    EnumMap<Indicator, SliCounts> copy = new EnumMap<>(Indicator.class);
    byIndicator.forEach(
        (indicator, counts) -> {
          if (!counts.isNone()) {
            copy.put(indicator, counts);
          }
        });
    byIndicator = Collections.unmodifiableMap(copy);
  }

  /** Everything that {@code counts} contribute. */
  public static SliTally of(EdgeCounts counts) {
    EnumMap<Indicator, SliCounts> tally = new EnumMap<>(Indicator.class);
    for (Indicator indicator : Indicator.values()) {
      tally.put(indicator, indicator.of(counts));
    }
    return new SliTally(tally, counts.custom());
  }

  /** One execution of a probe. */
  public static SliTally probe(boolean success) {
    EnumMap<Indicator, SliCounts> tally = new EnumMap<>(Indicator.class);
    tally.put(Indicator.PROBE, new SliCounts(success ? 1 : 0, 1));
    return new SliTally(tally);
  }

  /** Adds indicator by indicator. Associative and commutative. */
  public SliTally plus(SliTally other) {
    if (other.equals(NONE)) {
      return this;
    }
    EnumMap<Indicator, SliCounts> sum = new EnumMap<>(Indicator.class);
    sum.putAll(byIndicator);
    other.byIndicator.forEach((indicator, counts) -> sum.merge(indicator, counts, SliCounts::plus));
    return new SliTally(sum, custom.plus(other.custom));
  }

  /** The counts of one indicator. */
  public SliCounts get(Indicator indicator) {
    return byIndicator.getOrDefault(indicator, SliCounts.NONE);
  }
}
