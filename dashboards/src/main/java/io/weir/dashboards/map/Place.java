package io.weir.dashboards.map;

import java.util.Comparator;

/**
 * A slot: not pixels, so that a group can be collapsed or expanded without reordering anything.
 * Only the order counts, so both may be negative, and columns and rows that hold nothing take no
 * room.
 *
 * @param column from left (callers) to right (callees)
 * @param row from top to bottom
 */
public record Place(int column, int row) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparingInt(Place::column).thenComparingInt(Place::row);

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
