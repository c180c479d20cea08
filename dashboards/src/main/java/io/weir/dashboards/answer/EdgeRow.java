package io.weir.dashboards.answer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.weir.series.v1.Edge;

/**
 * One edge in a range.
 *
 * @param client who calls
 * @param server who is called
 * @param port of the server; 0 for protocols without ports
 * @param protocol {@code TCP}, {@code UDP}, …
 * @param diagnosis how it does, and why
 * @param traffic what was counted
 */
public record EdgeRow(
    PeerView client,
    PeerView server,
    int port,
    String protocol,
    @JsonUnwrapped Diagnosis diagnosis,
    @JsonUnwrapped Traffic traffic) {
  /** An edge with all that was counted on it. */
  public static EdgeRow of(Edge edge, Traffic traffic) {
    return new EdgeRow(
        PeerView.of(edge.getClient()),
        PeerView.of(edge.getServer()),
        edge.getPort(),
        edge.getProtocol(),
        Diagnosis.of(traffic),
        traffic);
  }

  /** The same edge without any traffic. */
  public EdgeRow silent() {
    return new EdgeRow(client, server, port, protocol, Diagnosis.of(Traffic.NONE), Traffic.NONE);
  }

  /** {@code shop/cart → shop/redis TCP:6379}. */
  public String label() {
    return client.label() + " → " + server.label() + " " + protocol + ":" + port;
  }
}
