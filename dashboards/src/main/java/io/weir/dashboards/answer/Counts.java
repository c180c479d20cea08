package io.weir.dashboards.answer;

import io.weir.series.v1.Count;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Adds up named counts. Confined to the thread that answers. */
final class Counts {
  private final SortedMap<String, Long> byName = new TreeMap<>();

  void add(String name, long count) {
    if (count != 0) {
      byName.merge(name, count, Math::addExact);
    }
  }

  void add(List<Count> counts) {
    counts.forEach(count -> add(count.getName(), count.getCount()));
  }

  void add(Counts other) {
    other.byName.forEach(this::add);
  }

  /** A copy, sorted by name. */
  Map<String, Long> toMap() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(byName));
  }

  static long sum(Map<String, Long> counts) {
    return sumWhere(counts, name -> true);
  }

  static long sumWhere(Map<String, Long> counts, Predicate<String> names) {
    return counts.entrySet().stream()
        .filter(entry -> names.test(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
