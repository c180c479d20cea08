package io.weir.alerting.suggest;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who gets no suggestion unless it is asked for by name: what runs the cluster, and who is no part
 * of it. Nobody here can promise anything for the latter.
 */
enum LeftOut {
  /** Of a namespace that runs the cluster. */
  SYSTEM,
  /** In the world, or reserved. */
  OUTSIDE,
  /** Nobody in particular: an address, or everybody beyond a limit. */
  NOBODY;

  /** For people: the namespaces of {@link #SYSTEM}. */
  static final String NAMESPACES =
      "kube-*, *-system, openshift-*, cilium, linkerd, cert-manager, monitoring, weir";

  private static final Set<String> NAMES =
      Set.of("cilium", "linkerd", "cert-manager", "monitoring", "weir");

  static Optional<LeftOut> of(ObservedService service) {
    if (service.name().isBlank()) {
      return Optional.of(NOBODY);
    }
    return switch (service.kind()) {
      case "Unknown", "Other", "" -> Optional.of(NOBODY);
      case "World", "Reserved" -> Optional.of(OUTSIDE);
      default -> isSystem(service.namespace()) ? Optional.of(SYSTEM) : Optional.empty();
    };
  }

  private static boolean isSystem(String namespace) {
    String name = namespace.toLowerCase(Locale.ROOT);
    return name.startsWith("kube-")
        || name.startsWith("openshift-")
        || name.endsWith("-system")
        || NAMES.contains(name);
  }
}
