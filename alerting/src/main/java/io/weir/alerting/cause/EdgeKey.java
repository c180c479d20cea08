package io.weir.alerting.cause;

import io.weir.series.v1.Edge;
import io.weir.topic.TopicKeys;

/**
 * An edge of the service map. Peers are {@code cluster/namespace/kind/name}.
 *
 * @param protocol {@code TCP}, {@code UDP}, …
 */
public record EdgeKey(String client, String server, int port, String protocol)
    implements Comparable<EdgeKey> {
  static EdgeKey of(Edge edge) {
    return new EdgeKey(
        TopicKeys.peer(edge.getClient()),
        TopicKeys.peer(edge.getServer()),
        edge.getPort(),
        edge.getProtocol());
  }

  /** As topics name it: {@code client|server|protocol:port}. */
  public String text() {
    return client + "|" + server + "|" + protocol + ":" + port;
  }

  /** For people: {@code shop/checkout to shop/payment}. */
  String words() {
    return Names.of(client) + " to " + Names.of(server);
  }

  @Override
  public int compareTo(EdgeKey other) {
    return text().compareTo(other.text());
  }
}
