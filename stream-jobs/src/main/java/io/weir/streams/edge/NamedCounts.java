package io.weir.streams.edge;

import io.weir.series.v1.Count;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts by name, sorted by name, without zeros. Immutable.
 *
 * @param byName no entry is 0; entries below 0 occur only in corrections
 */
public record NamedCounts(SortedMap<String, Long> byName) {
  public static final NamedCounts NONE = new NamedCounts(new TreeMap<>());

  public NamedCounts {
    TreeMap<String, Long> copy = new TreeMap<>(byName);
    copy.values().removeIf(count -> count == 0);
    byName = Collections.unmodifiableSortedMap(copy);
  }

  /** One name counted once. */
  public static NamedCounts one(String name) {
    return of(name, 1);
  }

  /** One name. */
  public static NamedCounts of(String name, long count) {
    TreeMap<String, Long> counts = new TreeMap<>();
    counts.put(name, count);
    return new NamedCounts(counts);
  }

  /** Adds name by name. Associative and commutative. */
  public NamedCounts plus(NamedCounts other) {
    if (other.byName.isEmpty()) {
      return this;
    }
    if (byName.isEmpty()) {
      return other;
    }
    TreeMap<String, Long> sum = new TreeMap<>(byName);
    other.byName.forEach((name, count) -> sum.merge(name, count, Math::addExact));
    return new NamedCounts(sum);
  }

  /** What takes these back. */
  public NamedCounts negated() {
    TreeMap<String, Long> less = new TreeMap<>();
    byName.forEach((name, count) -> less.put(name, -count));
    return new NamedCounts(less);
  }

  /** The count of {@code name}; 0 when it never occurred. */
  public long get(String name) {
    return byName.getOrDefault(name, 0L);
  }

  /** The sum over all names. */
  public long total() {
    return byName.values().stream().mapToLong(Long::longValue).sum();
  }

  /** True when nothing was counted. */
  public boolean isEmpty() {
    return byName.isEmpty();
  }

  /** As messages, in order of name. */
  public List<Count> toProto() {
    List<Count> counts = new ArrayList<>(byName.size());
    byName.forEach(
        (name, count) -> counts.add(Count.newBuilder().setName(name).setCount(count).build()));
    return counts;
  }

  /** What {@link #toProto} gave; names that occur twice are added. */
  public static NamedCounts fromProto(List<Count> counts) {
    TreeMap<String, Long> byName = new TreeMap<>();
    counts.forEach(count -> byName.merge(count.getName(), count.getCount(), Math::addExact));
    return byName.isEmpty() ? NONE : new NamedCounts(byName);
  }
}
