package io.weir.storage.embedded;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits rows into a few groups of neighbours, each read by one query. Events are compressed 2,048
 * rows at a time: a range that spans a gap unpacks all of it, a query of its own costs about as
 * much as one such unpacking.
 */
final class RowGroups {
  private static final int GROUPS_MAX = 32;
  private static final long GAP_MIN = 2_048;

  private RowGroups() {}

  /** At most {@value #GROUPS_MAX} groups of ascending rows, split at the larger gaps. */
  static List<List<Long>> of(List<Long> ascending) {
    long gap = GAP_MIN;
    List<List<Long>> groups = split(ascending, gap);
    while (groups.size() > GROUPS_MAX) {
      gap *= 2;
      groups = split(ascending, gap);
    }
    return groups;
  }

  private static List<List<Long>> split(List<Long> ascending, long gap) {
    List<List<Long>> groups = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= ascending.size(); i++) {
      if (i == ascending.size() || ascending.get(i) - ascending.get(i - 1) > gap) {
        groups.add(ascending.subList(start, i));
        start = i;
      }
    }
    return groups;
  }
}
