package io.weir.dashboards.map;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The slots of one level, the groups or the nodes of one group, while newcomers are placed. What
 * stands stays. Confined to the thread that arranges.
 */
final class Grid {
  private static final int ROWS_LEAST = 8;

  private final Map<String, Place> places = new HashMap<>();
  private final Set<Place> taken = new HashSet<>();

  /** Rows before a further column is begun: somewhat taller than wide, since cards are wide. */
  static int rowsMax(int count) {
    return Math.max(ROWS_LEAST, (int) Math.ceil(1.5 * Math.sqrt(count)));
  }

  /** Takes a place for somebody who stood there before. */
  void put(String id, Place place) {
    if (!taken.add(place)) {
      throw new IllegalArgumentException("place: " + place + " of " + id + " (expected: free)");
    }
    places.put(id, place);
  }

  Map<String, Place> places() {
    return places;
  }

  /**
   * Places all newcomers: from nothing in layers, else one by one, those first whose neighbours
   * stand already.
   */
  void place(SortedSet<String> newcomers, Neighbours neighbours) {
    if (places.isEmpty()) {
      Layers.arrange(newcomers, neighbours.among(newcomers)).forEach(this::put);
      return;
    }
    SortedSet<String> waiting = new TreeSet<>(newcomers);
    while (!waiting.isEmpty()) {
      List<String> next =
          waiting.stream().filter(id -> neighbours.of(id).anyMatch(places::containsKey)).toList();
      for (String id : next.isEmpty() ? List.of(waiting.first()) : next) {
        put(id, free(id, neighbours));
        waiting.remove(id);
      }
    }
  }

  /** To the right of all callers, else to the left of all callees, else below. */
  private Place free(String id, Neighbours neighbours) {
    List<Place> callers = placesOf(neighbours.callers(id));
    List<Place> callees = placesOf(neighbours.callees(id));
    Optional<Integer> afterCallers =
        callers.stream().map(Place::column).max(Integer::compare).map(column -> column + 1);
    Optional<Integer> beforeCallees =
        callees.stream().map(Place::column).min(Integer::compare).map(column -> column - 1);
    int rows =
        callers.stream().mapToInt(Place::row).sum() + callees.stream().mapToInt(Place::row).sum();
    int mean = Math.round((float) rows / Math.max(1, callers.size() + callees.size()));
    if (afterCallers.isPresent()) {
      return nearest(afterCallers.get(), mean, 1);
    }
    if (beforeCallees.isPresent()) {
      return nearest(beforeCallees.get(), mean, -1);
    }
    int left = places.values().stream().mapToInt(Place::column).min().orElse(0);
    int bottom = places.values().stream().mapToInt(Place::row).max().orElse(0);
    return nearest(left, bottom, 1);
  }

  /** The free row nearest to {@code row}; in the next column when that is too far. */
  private Place nearest(int column, int row, int step) {
    int far = rowsMax(places.size()) / 2;
    for (int c = column; ; c += step) {
      for (int distance = 0; distance <= far; distance++) {
        Place down = new Place(c, row + distance);
        if (!taken.contains(down)) {
          return down;
        }
        Place up = new Place(c, row - distance);
        if (!taken.contains(up)) {
          return up;
        }
      }
    }
  }

  private List<Place> placesOf(Set<String> ids) {
    return ids.stream().flatMap(id -> Optional.ofNullable(places.get(id)).stream()).toList();
  }
}
