package io.weir.dashboards.map;

import io.weir.dashboards.answer.AnswerTooLargeException;
import io.weir.dashboards.answer.EdgeFilter;
import io.weir.dashboards.answer.EdgeRow;
import io.weir.dashboards.answer.PeerView;
import io.weir.dashboards.answer.Traffic;
import io.weir.dashboards.answer.TrafficTally;
import io.weir.dashboards.map.MapGraph.Call;
import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.Peer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Sums all windows of a span of time, whatever the filter: the arrangement is over everything, and
 * a node does as all its callers say. The windows must not overlap; their order does not matter.
 * Confined to the thread that answers.
 */
public final class MapRollup {
  private static final int EDGES_MAX = 100_000;

  private final Duration span;
  private final Map<Edge, TrafficTally> byEdge = new HashMap<>();

  /** Sums nothing yet. */
  public MapRollup(Duration span) {
    this.span = span;
  }

  /**
   * Counts a window of an edge.
   *
   * @throws AnswerTooLargeException beyond 100,000 edges
   */
  public void add(EdgeWindow window) {
    tally(window.getEdge()).add(window.getCounts());
  }

  private TrafficTally tally(Edge edge) {
    TrafficTally tally = byEdge.get(edge);
    if (tally == null) {
      if (byEdge.size() >= EDGES_MAX) {
        throw new AnswerTooLargeException(
            "More than 100,000 edges in this range. Ask for a shorter one.");
      }
      tally = new TrafficTally();
      byEdge.put(edge, tally);
    }
    return tally;
  }

  /** How long the windows are together; what rates are over. */
  Duration span() {
    return span;
  }

  /** Everybody who called anybody. */
  public Collection<Call> calls() {
    return byEdge.keySet().stream()
        .map(edge -> new Call(PeerView.of(edge.getClient()), PeerView.of(edge.getServer())))
        .toList();
  }

  /** The edges that match, by id. */
  SortedMap<String, EdgeRow> edges(EdgeFilter filter) {
    SortedMap<String, EdgeRow> edges = new TreeMap<>();
    byEdge.forEach(
        (edge, tally) -> {
          if (filter.matches(edge)) {
            EdgeRow row = EdgeRow.of(edge, tally.toTraffic());
            edges.put(MapEdge.id(row), row);
          }
        });
    return edges;
  }

  /** What was counted at each server over all its callers, by the node's id. */
  Map<String, Traffic> servers() {
    Map<Peer, TrafficTally> byServer = new HashMap<>();
    byEdge.forEach(
        (edge, tally) ->
            byServer.computeIfAbsent(edge.getServer(), server -> new TrafficTally()).add(tally));
    Map<String, Traffic> servers = new HashMap<>();
    byServer.forEach(
        (server, tally) -> servers.put(NodeId.of(PeerView.of(server)), tally.toTraffic()));
    return servers;
  }

  /** Ids of the servers that are called on port 53 and on no other. */
  Set<String> dnsServers() {
    Map<String, Boolean> alone = new HashMap<>();
    byEdge
        .keySet()
        .forEach(
            edge ->
                alone.merge(
                    NodeId.of(PeerView.of(edge.getServer())),
                    edge.getPort() == 53,
                    Boolean::logicalAnd));
    return alone.entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
