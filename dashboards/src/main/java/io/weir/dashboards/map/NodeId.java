package io.weir.dashboards.map;

import io.weir.dashboards.answer.PeerView;

/** How nodes are called in answers and links: {@code cluster/namespace/kind/name}. */
final class NodeId {
  private NodeId() {}

  static String of(PeerView peer) {
    return String.join("/", peer.cluster(), peer.namespace(), peer.kind(), peer.name());
  }
}
