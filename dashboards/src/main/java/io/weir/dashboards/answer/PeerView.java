package io.weir.dashboards.answer;

import io.weir.series.v1.Peer;
import java.util.Comparator;

/**
 * One side of an edge, as answers show it.
 *
 * @param cluster empty where there is one cluster
 * @param namespace empty on plain hosts and for reserved and world peers
 * @param kind {@code Deployment}, {@code Reserved}, {@code World}, …
 * @param name of the workload or peer
 * @param label what a person calls it: {@code namespace/name}, or the name alone
 */
public record PeerView(String cluster, String namespace, String kind, String name, String label)
    implements Comparable<PeerView> {
  private static final Comparator<PeerView> ORDER =
      Comparator.comparing(PeerView::label)
          .thenComparing(PeerView::kind)
          .thenComparing(PeerView::cluster);

  /** The view of a peer. */
  public static PeerView of(Peer peer) {
    String name = peer.getName().isEmpty() ? "unknown" : peer.getName();
    String label = peer.getNamespace().isEmpty() ? name : peer.getNamespace() + "/" + name;
    return new PeerView(peer.getCluster(), peer.getNamespace(), peer.getKind(), name, label);
  }

  @Override
  public int compareTo(PeerView other) {
    return ORDER.compare(this, other);
  }
}
