package io.weir.dashboards.map;

import io.weir.dashboards.answer.PeerView;
import java.util.Optional;
import java.util.Set;

/** Which nodes run the cluster rather than the user's software, and by which rule. */
final class Infrastructure {
  /** Not {@code ingress}: that is how requests of users come in. */
  private static final Set<String> RESERVED =
      Set.of("host", "remote-node", "health", "kube-apiserver", "init");

  private static final Set<String> NAMESPACES =
      Set.of("cilium", "linkerd", "cert-manager", "monitoring", "weir");

  private Infrastructure() {}

  /**
   * The rule that holds.
   *
   * @param answersDnsAlone whether it is called on port 53 and on no other
   */
  static Optional<String> ruleFor(PeerView peer, boolean answersDnsAlone) {
    if (peer.kind().equals("Reserved") && RESERVED.contains(peer.name())) {
      return Optional.of("reserved peer " + peer.name());
    }
    if (isSystem(peer.namespace())) {
      return Optional.of("namespace " + peer.namespace());
    }
    return answersDnsAlone ? Optional.of("answers DNS alone") : Optional.empty();
  }

  private static boolean isSystem(String namespace) {
    return namespace.startsWith("kube-")
        || namespace.startsWith("openshift-")
        || namespace.endsWith("-system")
        || NAMESPACES.contains(namespace);
  }
}
