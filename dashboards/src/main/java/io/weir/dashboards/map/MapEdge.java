package io.weir.dashboards.map;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.weir.dashboards.answer.EdgeRow;
import io.weir.dashboards.answer.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An edge between two nodes: all that a map draws and says without another question.
 *
 * @param id {@code source|target|protocol:port}
 * @param source id of the client's node
 * @param target id of the server's node
 * @param port of the server
 * @param protocol {@code TCP}, …
 * @param protocols what was spoken: {@code http}, {@code dns}, {@code tcp}, else the protocol
 * @param flows flow events
 * @param errors what went wrong at any layer
 * @param policyDenied whether a network policy denied any of it
 * @param numbers rate, share of bad, health
 * @param change since the time before; absent when none was asked for
 * @param before the numbers then; absent for new edges
 */
public record MapEdge(
    String id,
    String source,
    String target,
    int port,
    String protocol,
    List<String> protocols,
    long flows,
    long errors,
    boolean policyDenied,
    @JsonUnwrapped Numbers numbers,
    Optional<Change> change,
    Optional<Numbers> before) {
  /**
   * Of a row.
   *
   * @param span what rates are over
   * @param spanBefore the same for the time before
   */
  static MapEdge of(MapRow row, Duration span, Duration spanBefore) {
    EdgeRow edge = row.now();
    // Of an edge that is gone: what it spoke.
    Traffic spoken = row.change().equals(Optional.of(Change.GONE)) ? past(row) : edge.traffic();
    return new MapEdge(
        id(edge),
        NodeId.of(edge.client()),
        NodeId.of(edge.server()),
        edge.port(),
        edge.protocol(),
        protocols(edge.protocol(), spoken),
        edge.traffic().flows(),
        edge.traffic().errors(),
        edge.traffic().denied() > 0,
        Numbers.of(edge.traffic(), span),
        row.change(),
        row.before().map(before -> Numbers.of(before.traffic(), spanBefore)));
  }

  private static Traffic past(MapRow row) {
    return row.before().map(EdgeRow::traffic).orElse(Traffic.NONE);
  }

  static String id(EdgeRow edge) {
    return NodeId.of(edge.client())
        + "|"
        + NodeId.of(edge.server())
        + "|"
        + edge.protocol()
        + ":"
        + edge.port();
  }

  private static List<String> protocols(String protocol, Traffic traffic) {
    List<String> protocols = new ArrayList<>();
    traffic.http().ifPresent(http -> protocols.add("http"));
    traffic.dns().ifPresent(dns -> protocols.add("dns"));
    if (protocols.isEmpty()) {
      protocols.add(protocol.toLowerCase(Locale.ROOT));
    }
    return protocols;
  }
}
