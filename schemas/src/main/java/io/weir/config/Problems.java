package io.weir.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong, so that one run tells everything. Confined to one reading. */
final class Problems {
  private record Found(Place place, Problem problem) {}

  private final List<Found> found = new ArrayList<>();

  void add(Place place, String key, String message) {
    found.add(new Found(place, new Problem(place.toString(), key, message)));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<Problem> inOrder() {
    return found.stream().sorted(Comparator.comparing(Found::place)).map(Found::problem).toList();
  }
}
