package io.weir.alerting.cause;

import java.util.Optional;

/** Whose pod a pod is. */
final class Pods {
  private Pods() {}

  /**
   * The service of {@code pod} ({@code namespace/pod}), when it is one on a way of the bad events:
   * as flows say, else the one whose name the pod's begins with.
   */
  static Optional<String> workloadOf(Scene scene, String pod) {
    for (Instance instance : scene.sightings().instances()) {
      if (instance.pod().equals(pod)) {
        return scene.reach().services().contains(instance.workload())
            ? Optional.of(instance.workload())
            : Optional.empty();
      }
    }
    return scene.reach().services().stream()
        .filter(
            service -> pod.startsWith(Names.namespace(service) + "/" + Names.name(service) + "-"))
        // cart-cache-0 is of cart-cache, not of cart.
        .max((a, b) -> Integer.compare(Names.name(a).length(), Names.name(b).length()));
  }
}
