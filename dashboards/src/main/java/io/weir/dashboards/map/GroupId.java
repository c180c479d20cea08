package io.weir.dashboards.map;

import io.weir.dashboards.answer.PeerView;

/**
 * Which group a peer belongs to: {@code cluster/namespace}, or one of two for what is outside the
 * clusters. Those have no slash, so they are nobody's namespace.
 */
final class GroupId {
  /** World peers that call, at the far left. */
  static final String CALLERS = "outside-callers";

  /** World peers that are called, at the far right. */
  static final String DESTINATIONS = "outside-destinations";

  private static final String WORLD = "World";

  private GroupId() {}

  /**
   * The group of a peer.
   *
   * @param calls for a world peer: whether it calls at least as many as call it
   */
  static String of(PeerView peer, boolean calls) {
    if (peer.kind().equals(WORLD)) {
      return calls ? CALLERS : DESTINATIONS;
    }
    return peer.cluster() + "/" + peer.namespace();
  }

  static boolean isOutside(String group) {
    return group.equals(CALLERS) || group.equals(DESTINATIONS);
  }

  /** What a person calls it; the namespace, where it has one. */
  static String label(String group) {
    if (group.equals(CALLERS)) {
      return "Callers from outside";
    }
    if (group.equals(DESTINATIONS)) {
      return "Outside destinations";
    }
    String namespace = namespace(group);
    return namespace.isEmpty() ? "no namespace" : namespace;
  }

  static String cluster(String group) {
    return isOutside(group) ? "" : group.substring(0, group.indexOf('/'));
  }

  static String namespace(String group) {
    return isOutside(group) ? "" : group.substring(group.indexOf('/') + 1);
  }
}
