package io.weir.dashboards.map;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The links of one level, to be asked from either end. Confined to the thread that arranges. */
final class Neighbours {
  private final Map<String, SortedMap<String, Integer>> callees = new HashMap<>();
  private final Map<String, SortedSet<String>> callers = new HashMap<>();

  /** One more arrow. */
  void add(String from, String to) {
    callees.computeIfAbsent(from, id -> new TreeMap<>()).merge(to, 1, Integer::sum);
    callers.computeIfAbsent(to, id -> new TreeSet<>()).add(from);
  }

  Set<String> callers(String id) {
    SortedSet<String> found = callers.get(id);
    return found == null ? Set.of() : found;
  }

  Set<String> callees(String id) {
    SortedMap<String, Integer> found = callees.get(id);
    return found == null ? Set.of() : found.keySet();
  }

  Stream<String> of(String id) {
    return Stream.concat(callers(id).stream(), callees(id).stream());
  }

  /** How many arrows there are between any two of {@code ids}. */
  SortedMap<Link, Integer> among(SortedSet<String> ids) {
    SortedMap<Link, Integer> links = new TreeMap<>();
    for (String from : ids) {
      callees
          .getOrDefault(from, new TreeMap<>())
          .forEach(
              (to, count) -> {
                if (ids.contains(to)) {
                  links.put(new Link(from, to), count);
                }
              });
    }
    return links;
  }
}
