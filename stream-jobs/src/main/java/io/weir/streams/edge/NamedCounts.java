package io.weir.streams.edge;

import io.weir.series.v1.Count;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Counts by name, sorted by name, without zeros. Immutable. Counts below 0 occur only in
 * corrections.
 *
 * <p>Two arrays rather than a map: most have one or two names, and two sums for every flow are made
 * of them.
 */
public final class NamedCounts {
  public static final NamedCounts NONE = new NamedCounts(new String[0], new long[0]);

  // Many windows hold the same few. Texts may be shared between threads without a lock.
  private static final Interned<String> NAMES = new Interned<>(1 << 12);

  private final String[] names;
  private final long[] counts;

  private NamedCounts(String[] names, long[] counts) {
    this.names = names;
    this.counts = counts;
  }

  /** The counts of a map, zeros left out. */
  public static NamedCounts of(SortedMap<String, Long> byName) {
    String[] names = new String[byName.size()];
    long[] counts = new long[byName.size()];
    int size = 0;
    for (Map.Entry<String, Long> entry : byName.entrySet()) {
      if (entry.getValue() != 0) {
        names[size] = entry.getKey();
        counts[size++] = entry.getValue();
      }
    }
    return of(names, counts, size);
  }

  /** The first {@code size}, in order of name and without zeros; the arrays are not copied. */
  static NamedCounts of(String[] names, long[] counts, int size) {
    if (size == 0) {
      return NONE;
    }
    return size == names.length
        ? new NamedCounts(names, counts)
        : new NamedCounts(Arrays.copyOf(names, size), Arrays.copyOf(counts, size));
  }

  /**
   * The counts of names in their order.
   *
   * @param names belong to the counts from now on, as {@code counts} do
   * @throws IllegalArgumentException if a name does not come after the one before it, a count is 0,
   *     or there are more of one than of the other
   */
  public static NamedCounts ofSorted(String[] names, long[] counts) {
    for (int i = 0; i < names.length; i++) {
      if (names.length != counts.length
          || counts[i] == 0
          || (i > 0 && names[i - 1].compareTo(names[i]) >= 0)) {
        throw new IllegalArgumentException(
            "counts: %s %s (expected: by name, none 0)"
                .formatted(Arrays.toString(names), Arrays.toString(counts)));
      }
    }
    return of(names, counts, names.length);
  }

  /** One name counted once. */
  public static NamedCounts one(String name) {
    return of(name, 1);
  }

  /** One name. */
  public static NamedCounts of(String name, long count) {
    return count == 0 ? NONE : new NamedCounts(new String[] {name}, new long[] {count});
  }

  /** Adds name by name. Associative and commutative. */
  public NamedCounts plus(NamedCounts other) {
    if (other.names.length == 0) {
      return this;
    }
    if (names.length == 0) {
      return other;
    }
    String[] sumNames = new String[names.length + other.names.length];
    long[] sumCounts = new long[sumNames.length];
    int size = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < names.length || theirs < other.names.length) {
      int order = order(other, mine, theirs);
      String name = order <= 0 ? names[mine] : other.names[theirs];
      long count =
          Math.addExact(order <= 0 ? counts[mine++] : 0, order >= 0 ? other.counts[theirs++] : 0);
      if (count != 0) {
        sumNames[size] = name;
        sumCounts[size++] = count;
      }
    }
    return of(sumNames, sumCounts, size);
  }

  /** Below 0 when my next name comes first, 0 when both are the same. */
  private int order(NamedCounts other, int mine, int theirs) {
    if (mine == names.length) {
      return 1;
    }
    return theirs == other.names.length ? -1 : names[mine].compareTo(other.names[theirs]);
  }

  /** What takes these back. */
  public NamedCounts negated() {
    long[] less = new long[counts.length];
    for (int i = 0; i < less.length; i++) {
      less[i] = -counts[i];
    }
    return new NamedCounts(names, less);
  }

  /** The count of {@code name}; 0 when it never occurred. */
  public long get(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return counts[i];
      }
    }
    return 0;
  }

  /** The sum over the names that {@code which} holds for. */
  public long total(Predicate<String> which) {
    long total = 0;
    for (int i = 0; i < names.length; i++) {
      if (which.test(names[i])) {
        total += counts[i];
      }
    }
    return total;
  }

  /** The sum over all names. */
  public long total() {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  /** True when nothing was counted. */
  public boolean isEmpty() {
    return names.length == 0;
  }

  /** How many names were counted. */
  public int size() {
    return names.length;
  }

  /** A name, in their order. */
  public String name(int i) {
    return names[i];
  }

  /** The count of a name, in the names' order. */
  public long count(int i) {
    return counts[i];
  }

  /** As a map. */
  public SortedMap<String, Long> byName() {
    TreeMap<String, Long> byName = new TreeMap<>();
    for (int i = 0; i < names.length; i++) {
      byName.put(names[i], counts[i]);
    }
    return Collections.unmodifiableSortedMap(byName);
  }

  /** As messages, in order of name. */
  public List<Count> toProto() {
    List<Count> messages = new ArrayList<>(names.length);
    for (int i = 0; i < names.length; i++) {
      messages.add(Count.newBuilder().setName(names[i]).setCount(counts[i]).build());
    }
    return messages;
  }

  /** What {@link #toProto} gave; names that occur twice are added. */
  public static NamedCounts fromProto(List<Count> messages) {
    NamedCounts sum = NONE;
    for (Count message : messages) {
      sum = sum.plus(of(NAMES.of(message.getName()), message.getCount()));
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof NamedCounts that
            && Arrays.equals(names, that.names)
            && Arrays.equals(counts, that.counts));
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(names) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return byName().toString();
  }
}
