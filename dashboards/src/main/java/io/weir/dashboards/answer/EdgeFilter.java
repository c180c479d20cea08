package io.weir.dashboards.answer;

import io.weir.series.v1.Edge;
import io.weir.series.v1.Peer;
import java.util.Locale;

/**
 * Which edges count. Every part that is not empty must hold; names compare without case.
 *
 * @param namespace of either side
 * @param service either side: {@code name}, {@code namespace/name}, or a kind such as {@code world}
 * @param from the client, written as for {@code service}
 * @param to the server, written as for {@code service}
 */
public record EdgeFilter(String namespace, String service, String from, String to) {
  public static final EdgeFilter ALL = new EdgeFilter("", "", "", "");

  /** Whether an edge counts. */
  public boolean matches(Edge edge) {
    return matches(edge.getClient(), edge.getServer());
  }

  /** Whether traffic between two peers counts. */
  public boolean matches(Peer client, Peer server) {
    return (inNamespace(client) || inNamespace(server))
        && (is(client, service) || is(server, service))
        && is(client, from)
        && is(server, to);
  }

  /** Whether a server counts, {@code from} and {@code to} left aside. */
  public boolean matchesServer(Peer server) {
    return inNamespace(server) && is(server, service);
  }

  /** Whether something in a namespace, with a name, counts. */
  public boolean matchesNamed(String itsNamespace, String itsName) {
    return matchesServer(Peer.newBuilder().setNamespace(itsNamespace).setName(itsName).build());
  }

  private boolean inNamespace(Peer peer) {
    return namespace.isEmpty() || peer.getNamespace().equalsIgnoreCase(namespace);
  }

  private static boolean is(Peer peer, String pattern) {
    if (pattern.isEmpty() || peer.getName().equalsIgnoreCase(pattern)) {
      return true;
    }
    if (peer.getKind().equalsIgnoreCase(pattern)) {
      // `world` names every peer outside the cluster, whatever DNS calls it.
      return true;
    }
    return pattern
        .toLowerCase(Locale.ROOT)
        .equals((peer.getNamespace() + "/" + peer.getName()).toLowerCase(Locale.ROOT));
  }
}
