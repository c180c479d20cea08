package io.weir.streams.edge;

import io.weir.series.v1.CustomCount;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Custom indicators by name, without zeros. Immutable. */
public record CustomTally(SortedMap<String, GoodTotal> byName) {
  public static final CustomTally NONE = new CustomTally(Collections.emptySortedMap());

  /** Good events, and all that count. */
  public record GoodTotal(long good, long total) {
    GoodTotal plus(GoodTotal other) {
      return new GoodTotal(Math.addExact(good, other.good), Math.addExact(total, other.total));
    }
  }

  public CustomTally {
    TreeMap<String, GoodTotal> copy = new TreeMap<>(byName);
    copy.values().removeIf(counts -> counts.total() == 0 && counts.good() == 0);
    byName = Collections.unmodifiableSortedMap(copy);
  }

  /** One flow that counts for an indicator. */
  public static CustomTally one(String name, boolean good) {
    TreeMap<String, GoodTotal> one = new TreeMap<>();
    one.put(name, new GoodTotal(good ? 1 : 0, 1));
    return new CustomTally(one);
  }

  /** Adds name by name. Associative and commutative. */
  public CustomTally plus(CustomTally other) {
    if (other.byName.isEmpty()) {
      return this;
    }
    if (byName.isEmpty()) {
      return other;
    }
    TreeMap<String, GoodTotal> sum = new TreeMap<>(byName);
    other.byName.forEach((name, counts) -> sum.merge(name, counts, GoodTotal::plus));
    return new CustomTally(sum);
  }

  List<CustomCount> toProto() {
    List<CustomCount> counts = new ArrayList<>(byName.size());
    byName.forEach(
        (name, count) ->
            counts.add(
                CustomCount.newBuilder()
                    .setName(name)
                    .setGood(count.good())
                    .setTotal(count.total())
                    .build()));
    return counts;
  }

  static CustomTally fromProto(List<CustomCount> counts) {
    TreeMap<String, GoodTotal> byName = new TreeMap<>();
    for (CustomCount count : counts) {
      byName.merge(
          count.getName(), new GoodTotal(count.getGood(), count.getTotal()), GoodTotal::plus);
    }
    return byName.isEmpty() ? NONE : new CustomTally(byName);
  }
}
