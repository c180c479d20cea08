package io.weir.dashboards.map;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The memory of places: one for the whole installation, so that every filter and every link shows
 * the same picture. Immutable.
 *
 * <p>Who is gone keeps the place for {@link #KEPT} after it was last on a map. Beyond {@link
 * #NODES_MAX} nodes those are forgotten first that were not on a map for longest.
 *
 * @param arrangement where everybody stands, also who is gone
 * @param seen when each node of it was last on a map, to the hour
 */
public record Places(Arrangement arrangement, SortedMap<String, Instant> seen) {
  public static final Places NONE = new Places(Arrangement.NONE, new TreeMap<>());

  /** How long the place of somebody who is gone stays reserved. */
  public static final Duration KEPT = Duration.ofDays(7);

  /** Nodes that are remembered; a map may show more. */
  public static final int NODES_MAX = 5_000;

  public Places {
    seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
    if (!seen.keySet().equals(arrangement.nodes().keySet())) {
      throw new IllegalArgumentException("seen: other nodes than the arrangement's");
    }
  }

  /**
   * What a map led to.
   *
   * @param arrangement everybody on the map has a place in it
   * @param places to remember
   * @param forgottenByAge nodes whose reserved place became free after {@link #KEPT}
   * @param forgottenByLimit nodes beyond {@link #NODES_MAX}
   */
  public record Update(
      Arrangement arrangement, Places places, int forgottenByAge, int forgottenByLimit) {}

  /** Finds a place for everybody on a map that is drawn now. */
  public Update with(MapGraph graph, Instant now) {
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    Set<String> kept = new HashSet<>(seen.keySet());
    kept.removeIf(
        id ->
            !graph.groups().containsKey(id)
                && seen.getOrDefault(id, Instant.MIN).isBefore(hour.minus(KEPT)));
    Arrangement all = Arranger.arrange(graph, without(arrangement, kept));
    SortedMap<String, Instant> seenNow = new TreeMap<>();
    kept.forEach(id -> seenNow.put(id, seen.getOrDefault(id, hour)));
    graph.groups().keySet().forEach(id -> seenNow.put(id, hour));
    int byLimit = trim(seenNow, graph);
    return new Update(
        all,
        new Places(without(all, seenNow.keySet()), seenNow),
        seen.size() - kept.size(),
        byLimit);
  }

  private static int trim(SortedMap<String, Instant> seenNow, MapGraph graph) {
    int over = seenNow.size() - NODES_MAX;
    if (over <= 0) {
      return 0;
    }
    List<String> oldest =
        seenNow.entrySet().stream()
            .sorted(
                Map.Entry.<String, Instant>comparingByValue()
                    .thenComparing(entry -> graph.groups().containsKey(entry.getKey()))
                    .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
            .limit(over)
            .map(Map.Entry::getKey)
            .toList();
    oldest.forEach(seenNow::remove);
    return over;
  }

  /** The same without the nodes that are not kept, and without groups that are empty then. */
  private static Arrangement without(Arrangement arrangement, Set<String> kept) {
    if (kept.size() == arrangement.nodes().size()) {
      return arrangement;
    }
    SortedMap<String, Arrangement.Spot> nodes = new TreeMap<>(arrangement.nodes());
    nodes.keySet().retainAll(kept);
    Set<String> used = new HashSet<>();
    nodes.values().forEach(spot -> used.add(spot.group()));
    SortedMap<String, Place> groups = new TreeMap<>(arrangement.groups());
    groups.keySet().retainAll(used);
    return new Arrangement(groups, nodes);
  }
}
