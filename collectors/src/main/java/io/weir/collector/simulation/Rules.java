package io.weir.collector.simulation;

import java.time.Duration;

/** Rules that values of a scenario keep, in the words of every other configuration. */
final class Rules {
  private Rules() {}

  static void require(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }

  static void share(String name, double value) {
    require(value >= 0 && value <= 1, name, value, "0 to 1");
  }

  static void notNegative(String name, Duration value) {
    require(!value.isNegative(), name, value, "0s or more");
  }

  static void text(String name, String value) {
    require(!value.isBlank(), name, "empty", "a name");
  }
}
