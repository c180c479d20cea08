package io.weir.streams.edge;

import java.util.Arrays;

/** Adds up {@link NamedCounts} in place. Mutable, confined to one thread. */
final class NamedSum {
  private static final int NAMES = 2;

  private String[] names = new String[NAMES];
  private long[] counts = new long[NAMES];
  private int size;

  void add(NamedCounts more) {
    for (int i = 0; i < more.size(); i++) {
      add(more.name(i), more.count(i));
    }
  }

  private void add(String name, long count) {
    for (int i = 0; i < size; i++) {
      if (names[i].equals(name)) {
        counts[i] = Math.addExact(counts[i], count);
        return;
      }
    }
    if (size == names.length) {
      names = Arrays.copyOf(names, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    // In order of name, as the sum will have them.
    int at = size++;
    for (; at > 0 && names[at - 1].compareTo(name) > 0; at--) {
      names[at] = names[at - 1];
      counts[at] = counts[at - 1];
    }
    names[at] = name;
    counts[at] = count;
  }

  /** The sum so far. */
  NamedCounts toCounts() {
    int left = 0;
    String[] leftNames = new String[size];
    long[] leftCounts = new long[size];
    for (int i = 0; i < size; i++) {
      if (counts[i] != 0) {
        leftNames[left] = names[i];
        leftCounts[left++] = counts[i];
      }
    }
    return NamedCounts.of(leftNames, leftCounts, left);
  }
}
