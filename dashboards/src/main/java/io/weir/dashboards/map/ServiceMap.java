package io.weir.dashboards.map;

import io.weir.dashboards.answer.Answer;
import io.weir.dashboards.answer.AnswerInfo;
import io.weir.dashboards.answer.PeerView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The dependency graph, with a place for everything.
 *
 * @param summary one or two sentences for people
 * @param info what it covers
 * @param comparison what changed; absent when no time before was asked for
 * @param groups sorted by id
 * @param nodes sorted by label
 * @param edges sorted as asked
 */
public record ServiceMap(
    String summary,
    AnswerInfo info,
    Optional<Comparison> comparison,
    List<MapGroup> groups,
    List<MapNode> nodes,
    List<MapEdge> edges) {
  /**
   * Draws some rows.
   *
   * @param arrangement has a place for each of their peers
   * @param now what the rows are of, unfiltered
   * @param before the same of the time before
   */
  public static ServiceMap of(
      Answer<MapRow> answer,
      Optional<Comparison> comparison,
      Arrangement arrangement,
      MapRollup now,
      Optional<MapRollup> before) {
    Duration spanBefore = before.map(MapRollup::span).orElse(Duration.ZERO);
    List<MapEdge> edges =
        answer.rows().stream().map(row -> MapEdge.of(row, now.span(), spanBefore)).toList();
    SortedSet<PeerView> peers = new TreeSet<>();
    for (MapRow row : answer.rows()) {
      peers.add(row.now().client());
      peers.add(row.now().server());
    }
    NodeFacts facts = NodeFacts.of(now, before);
    List<MapNode> nodes = peers.stream().map(peer -> facts.node(peer, arrangement)).toList();
    return new ServiceMap(
        answer.summary(), answer.info(), comparison, groups(nodes, arrangement), nodes, edges);
  }

  private static List<MapGroup> groups(List<MapNode> nodes, Arrangement arrangement) {
    SortedMap<String, List<MapNode>> byGroup = new TreeMap<>();
    nodes.forEach(
        node -> byGroup.computeIfAbsent(node.group(), group -> new ArrayList<>()).add(node));
    Map<String, List<Place>> taken = new HashMap<>();
    for (Arrangement.Spot spot : arrangement.nodes().values()) {
      taken.computeIfAbsent(spot.group(), group -> new ArrayList<>()).add(spot.place());
    }
    return byGroup.entrySet().stream()
        .map(
            entry ->
                MapGroup.of(
                    entry.getKey(),
                    arrangement.groups().getOrDefault(entry.getKey(), new Place(0, 0)),
                    taken.getOrDefault(entry.getKey(), List.of()),
                    entry.getValue()))
        .toList();
  }
}
