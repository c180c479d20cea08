package io.weir.dashboards.map;

import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Graphs to arrange: nodes {@code n0}, {@code n1}, … in a few namespaces and both outsides. */
final class Graphs {
  private Graphs() {}

  /** Links in any direction, circles too. */
  static MapGraph any(int nodes, int groups, int links, long seed) {
    return made(nodes, groups, links, seed, false);
  }

  /** Links from smaller to larger numbers alone. */
  static MapGraph acyclic(int nodes, int groups, int links, long seed) {
    return made(nodes, groups, links, seed, true);
  }

  private static MapGraph made(int nodes, int groups, int links, long seed, boolean acyclic) {
    Random random = new Random(seed);
    SortedMap<String, String> groupOf = new TreeMap<>();
    for (int i = 0; i < nodes; i++) {
      int group = random.nextInt(groups);
      groupOf.put(
          "n" + i,
          group == 1 ? GroupId.CALLERS : group == 2 ? GroupId.DESTINATIONS : "c/ns" + group);
    }
    SortedSet<Link> made = new TreeSet<>();
    for (int i = 0; i < links && nodes > 1; i++) {
      int a = random.nextInt(nodes);
      int b = (a + 1 + random.nextInt(nodes - 1)) % nodes;
      boolean swap = acyclic && a > b;
      made.add(new Link("n" + (swap ? b : a), "n" + (swap ? a : b)));
    }
    return new MapGraph(groupOf, made);
  }

  /** Without the nodes whose number has that remainder, and their links. */
  static MapGraph without(MapGraph graph, int divisor, int remainder) {
    SortedMap<String, String> groups = new TreeMap<>(graph.groups());
    groups.keySet().removeIf(id -> Integer.parseInt(id.substring(1)) % divisor == remainder);
    SortedSet<Link> links = new TreeSet<>(graph.links());
    links.removeIf(link -> !groups.containsKey(link.from()) || !groups.containsKey(link.to()));
    return new MapGraph(groups, links);
  }
}
