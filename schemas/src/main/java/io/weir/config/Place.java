package io.weir.config;

import java.util.Comparator;

/**
 * Where a value was written.
 *
 * @param line in the file, from 1; {@link Integer#MAX_VALUE} for a variable
 * @param variable of the environment; empty for a line
 */
record Place(int line, String variable) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparingInt(Place::line).thenComparing(Place::variable);

  static Place onLine(int line) {
    return new Place(line, "");
  }

  static Place inVariable(String name) {
    return new Place(Integer.MAX_VALUE, name);
  }

  boolean isVariable() {
    return !variable.isEmpty();
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return isVariable() ? variable : "line " + line;
  }
}
