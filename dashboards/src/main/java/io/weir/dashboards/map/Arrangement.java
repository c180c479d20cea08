package io.weir.dashboards.map;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where everything stands. No two groups share a place, no two nodes of a group do.
 *
 * @param groups place of each group in the picture, by id
 * @param nodes place of each node in its group, by id
 */
public record Arrangement(SortedMap<String, Place> groups, SortedMap<String, Spot> nodes) {
  public static final Arrangement NONE = new Arrangement(new TreeMap<>(), new TreeMap<>());

  public Arrangement {
    groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    for (Map.Entry<String, Spot> node : nodes.entrySet()) {
      if (!groups.containsKey(node.getValue().group())) {
        throw new IllegalArgumentException(
            "node " + node.getKey() + ": " + node.getValue() + " (expected: a group with a place)");
      }
    }
  }

  /**
   * Where a node stands.
   *
   * @param group id of its group
   * @param place inside the group
   */
  public record Spot(String group, Place place) {}
}
