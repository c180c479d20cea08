package io.weir.streams.edge;

import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.series.v1.Peer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Peers that were met before: one object for equal peers, and no search through the labels of an
 * endpoint that is the same object as before, as {@link FlowReader} gives them. What is not found
 * is worked out again. Confined to one thread.
 */
final class KnownPeers {
  private final Interned<Peer> peers;
  private final @Nullable Endpoint[] endpoints;
  private final @Nullable Peer[] peersOfEndpoints;

  /**
   * @param places for each, a power of two
   */
  KnownPeers(int places) {
    peers = new Interned<>(places);
    endpoints = new Endpoint[places];
    peersOfEndpoints = new Peer[places];
  }

  /** {@link Peers#source}. */
  Peer source(Flow flow) {
    return of(flow.getSource(), flow.getSourceNamesList(), flow.getIP().getSource());
  }

  /** {@link Peers#destination}. */
  Peer destination(Flow flow) {
    return of(flow.getDestination(), flow.getDestinationNamesList(), flow.getIP().getDestination());
  }

  // By identity: an equal endpoint that is another object is merely looked at.
  @SuppressWarnings("ReferenceEquality")
  private Peer of(Endpoint endpoint, List<String> names, String ip) {
    int hash = 31 * endpoint.getID() + endpoint.getPodName().hashCode();
    int place = (hash ^ hash >>> 15) & (endpoints.length - 1);
    Peer known = peersOfEndpoints[place];
    if (known != null && endpoints[place] == endpoint) {
      return known;
    }
    Peer peer = peers.of(Peers.of(endpoint, names, ip));
    if (Peers.isBest(peer)) {
      // A workload, whatever the names and the address; others depend on them.
      endpoints[place] = endpoint;
      peersOfEndpoints[place] = peer;
    }
    return peer;
  }
}
