package io.weir.alerting.cause;

import java.util.Optional;

/**
 * What the burning SLO measures. Peers are {@code cluster/namespace/kind/name}, as in topic keys.
 *
 * @param indicator as in {@code SliWindow.indicator}
 * @param server the service; empty for an indicator of a probe
 * @param client set when the SLO is about one edge
 * @param probe id of the probe that {@code probe} is about
 */
public record Target(
    String indicator, String server, Optional<String> client, Optional<String> probe) {

  /** All callers of a service. */
  public static Target service(String indicator, String server) {
    return new Target(indicator, server, Optional.empty(), Optional.empty());
  }

  /** One caller of a service. */
  public static Target edge(String indicator, String client, String server) {
    return new Target(indicator, server, Optional.of(client), Optional.empty());
  }

  /** A probe of {@code server}'s pods, or of something that is no service. */
  public static Target probe(String id, String server) {
    return new Target("probe", server, Optional.empty(), Optional.of(id));
  }

  boolean isLatency() {
    return indicator.endsWith("-latency");
  }

  /** True when bad events happen on the way to the service, before it has a say. */
  boolean isOnTheWay() {
    return switch (indicator) {
      case "tcp-connect", "tcp-stability", "delivery", "dns-availability", "dns-latency" -> true;
      default -> false;
    };
  }

  /** True when the edge is one whose events the SLO counts. */
  boolean counts(EdgeKey edge) {
    return edge.server().equals(server) && client.map(edge.client()::equals).orElse(true);
  }
}
