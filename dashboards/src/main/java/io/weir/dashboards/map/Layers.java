package io.weir.dashboards.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.NullElkProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Arranges one level, the groups or the nodes of one group, from nothing: ELK's layered algorithm
 * finds columns and the order in them. Its pixels are not used. The same input gives the same
 * places.
 */
final class Layers {
  /**
   * Links that ELK looks at, for each node on average: its time grows faster than their number. Of
   * more links the heaviest of each node count, so that nobody is left out.
   */
  private static final int LINKS_PER_NODE = 4;

  /** Rounds of untangling; ELK's own default is 7. */
  private static final int THOROUGHNESS = 3;

  private static final int SEED = 1;

  static {
    // Registers how the library's own values are copied, which the algorithm needs.
    LayoutMetaDataService.getInstance();
  }

  private Layers() {}

  /**
   * Places for {@code ids}, the middle row being 0.
   *
   * @param links how many arrows there are between two ids
   */
  static Map<String, Place> arrange(SortedSet<String> ids, SortedMap<Link, Integer> links) {
    SortedSet<Link> drawn = heaviest(links, LINKS_PER_NODE * ids.size());
    SortedSet<String> linked = new TreeSet<>();
    drawn.forEach(
        link -> {
          linked.add(link.from());
          linked.add(link.to());
        });
    int rowsMax = Grid.rowsMax(ids.size());
    Map<String, Place> places = new HashMap<>();
    int columns = 0;
    for (List<String> layer :
        linked.isEmpty() ? List.<List<String>>of() : layers(linked, drawn, links)) {
      columns += put(layer, columns, rowsMax, places);
    }
    below(ids, columns, rowsMax, places);
    return places;
  }

  /**
   * A layer that is too tall becomes several columns: no arrow lies within a layer, so all still
   * point to the right. Neighbours in the order stay neighbours in height.
   *
   * @return how many columns
   */
  private static int put(
      List<String> layer, int firstColumn, int rowsMax, Map<String, Place> places) {
    int columns = (layer.size() + rowsMax - 1) / rowsMax;
    int rows = (layer.size() + columns - 1) / columns;
    for (int i = 0; i < layer.size(); i++) {
      places.put(layer.get(i), new Place(firstColumn + i % columns, i / columns - (rows - 1) / 2));
    }
    return columns;
  }

  /** Who has no link here stands below the others, row by row. */
  private static void below(
      SortedSet<String> ids, int columns, int rowsMax, Map<String, Place> places) {
    List<String> alone = ids.stream().filter(id -> !places.containsKey(id)).toList();
    int first = places.values().stream().mapToInt(Place::row).max().orElse(-1) + 1;
    int width = Math.max(columns, (alone.size() + rowsMax - 1) / rowsMax);
    for (int i = 0; i < alone.size(); i++) {
      places.put(alone.get(i), new Place(i % width, first + i / width));
    }
  }

  /** Of two that call each other the lighter direction goes; equal ones keep the first by name. */
  private static SortedSet<Link> heaviest(SortedMap<Link, Integer> links, int max) {
    List<Link> oneWay =
        links.entrySet().stream()
            .filter(
                entry -> {
                  Link link = entry.getKey();
                  int back = links.getOrDefault(new Link(link.to(), link.from()), 0);
                  return entry.getValue() > back
                      || (entry.getValue() == back && link.from().compareTo(link.to()) < 0);
                })
            .map(Map.Entry::getKey)
            .sorted(
                Comparator.comparing((Link link) -> links.getOrDefault(link, 0))
                    .reversed()
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    // How many of a node's links come before this one: all first ones, then all second ones, …
    Map<String, Integer> seen = new HashMap<>();
    Map<Link, Integer> rank = new HashMap<>();
    for (Link link : oneWay) {
      int from = seen.merge(link.from(), 1, Integer::sum);
      int to = seen.merge(link.to(), 1, Integer::sum);
      rank.put(link, Math.min(from, to));
    }
    return oneWay.stream()
        .sorted(Comparator.comparing(link -> rank.getOrDefault(link, 0)))
        .limit(max)
        .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
  }

  private static List<List<String>> layers(
      SortedSet<String> ids, SortedSet<Link> drawn, SortedMap<Link, Integer> weights) {
    ElkNode graph = ElkGraphUtil.createGraph();
    graph.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
    graph.setProperty(CoreOptions.RANDOM_SEED, SEED);
    graph.setProperty(CoreOptions.SEPARATE_CONNECTED_COMPONENTS, false);
    graph.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.POLYLINE);
    graph.setProperty(LayeredOptions.THOROUGHNESS, THOROUGHNESS);
    graph.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.SIMPLE);
    graph.setProperty(LayeredOptions.GENERATE_POSITION_AND_LAYER_IDS, true);
    SortedMap<String, ElkNode> nodes = new TreeMap<>();
    for (String id : ids) {
      ElkNode node = ElkGraphUtil.createNode(graph);
      node.setDimensions(1, 1);
      nodes.put(id, node);
    }
    for (Link link : drawn) {
      ElkEdge edge =
          ElkGraphUtil.createSimpleEdge(node(nodes, link.from()), node(nodes, link.to()));
      edge.setProperty(LayeredOptions.PRIORITY_DIRECTION, weights.getOrDefault(link, 1));
    }
    new LayeredLayoutProvider().layout(graph, new NullElkProgressMonitor());
    SortedMap<Integer, List<String>> layers = new TreeMap<>();
    nodes.forEach(
        (id, node) ->
            layers
                .computeIfAbsent(
                    node.getProperty(LayeredOptions.LAYERING_LAYER_ID), n -> new ArrayList<>())
                .add(id));
    layers
        .values()
        .forEach(layer -> layer.sort(Comparator.comparingDouble(id -> node(nodes, id).getY())));
    return List.copyOf(layers.values());
  }

  private static ElkNode node(Map<String, ElkNode> nodes, String id) {
    ElkNode node = nodes.get(id);
    if (node == null) {
      throw new IllegalArgumentException("id: " + id + " (expected: one of the nodes)");
    }
    return node;
  }
}
