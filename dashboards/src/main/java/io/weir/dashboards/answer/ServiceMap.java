package io.weir.dashboards.answer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The dependency graph: every peer of the edges as a node.
 *
 * @param summary one or two sentences for people
 * @param info what it covers
 * @param nodes sorted by label
 * @param edges in the order of the edges given
 */
public record ServiceMap(String summary, AnswerInfo info, List<Node> nodes, List<MapEdge> edges) {
  private static final Diagnosis NOT_CALLED =
      new Diagnosis(Health.UNKNOWN, Optional.empty(), "Nothing seen that calls it.");

  /**
   * A peer.
   *
   * @param id {@code cluster/namespace/kind/name}
   * @param peer the peer
   * @param diagnosis as a server, over all its callers
   */
  public record Node(String id, @JsonUnwrapped PeerView peer, @JsonUnwrapped Diagnosis diagnosis) {}

  /**
   * An edge between two nodes.
   *
   * @param id {@code source|target|protocol:port}
   * @param source id of the client's node
   * @param target id of the server's node
   * @param port of the server
   * @param protocol {@code TCP}, …
   * @param flows flow events
   * @param errors what went wrong at any layer
   * @param diagnosis how it does
   */
  public record MapEdge(
      String id,
      String source,
      String target,
      int port,
      String protocol,
      long flows,
      long errors,
      @JsonUnwrapped Diagnosis diagnosis) {}

  /** Draws the graph of some edges; the services say how the nodes do. */
  public static ServiceMap of(
      String summary, AnswerInfo info, List<EdgeRow> edges, List<ServiceRow> services) {
    Map<PeerView, Diagnosis> diagnoses = new HashMap<>();
    services.forEach(service -> diagnoses.put(service.service(), service.diagnosis()));
    TreeSet<PeerView> peers = new TreeSet<>();
    edges.stream().flatMap(edge -> Stream.of(edge.client(), edge.server())).forEach(peers::add);
    return new ServiceMap(
        summary,
        info,
        peers.stream()
            .map(peer -> new Node(id(peer), peer, diagnoses.getOrDefault(peer, NOT_CALLED)))
            .toList(),
        edges.stream().map(ServiceMap::edge).toList());
  }

  private static MapEdge edge(EdgeRow row) {
    String source = id(row.client());
    String target = id(row.server());
    return new MapEdge(
        source + "|" + target + "|" + row.protocol() + ":" + row.port(),
        source,
        target,
        row.port(),
        row.protocol(),
        row.traffic().flows(),
        row.traffic().errors(),
        row.diagnosis());
  }

  private static String id(PeerView peer) {
    return String.join("/", peer.cluster(), peer.namespace(), peer.kind(), peer.name());
  }
}
