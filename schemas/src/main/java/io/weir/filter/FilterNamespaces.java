package io.weir.filter;

import io.weir.hubble.flow.FlowFilter;
import java.util.ArrayList;
import java.util.List;

/**
 * Completes the names of pods and services of one side of a filter with namespaces: {@code cart}
 * and {@code shop} become {@code shop/cart}. Without any name a namespace stands for its pods.
 */
final class FilterNamespaces {
  private FilterNamespaces() {}

  /**
   * Completes the source.
   *
   * @param namespaces empty for nothing to complete; the empty name is any namespace
   * @throws IllegalArgumentException if a name has another namespace, or pods and services differ
   */
  static void source(FlowFilter.Builder filter, List<String> namespaces) {
    List<String> pods = pods(filter.getSourcePodList(), filter.getSourceServiceList(), namespaces);
    List<String> services = qualified(filter.getSourceServiceList(), namespaces);
    check(pods, services);
    filter.clearSourcePod().addAllSourcePod(pods);
    filter.clearSourceService().addAllSourceService(services);
  }

  /** Completes the destination; see {@link #source}. */
  static void destination(FlowFilter.Builder filter, List<String> namespaces) {
    List<String> pods =
        pods(filter.getDestinationPodList(), filter.getDestinationServiceList(), namespaces);
    List<String> services = qualified(filter.getDestinationServiceList(), namespaces);
    check(pods, services);
    filter.clearDestinationPod().addAllDestinationPod(pods);
    filter.clearDestinationService().addAllDestinationService(services);
  }

  private static List<String> pods(
      List<String> pods, List<String> services, List<String> namespaces) {
    return pods.isEmpty() && services.isEmpty()
        ? namespaces.stream().map(namespace -> namespace + "/").toList()
        : qualified(pods, namespaces);
  }

  private static List<String> qualified(List<String> names, List<String> namespaces) {
    List<String> qualified = new ArrayList<>();
    for (String name : names) {
      if (name.contains("/")) {
        checkNamespace(name, namespaces);
        qualified.add(name);
      } else if (namespaces.isEmpty()) {
        qualified.add(name);
      } else {
        namespaces.forEach(namespace -> qualified.add(namespace + "/" + name));
      }
    }
    return qualified;
  }

  private static void checkNamespace(String name, List<String> namespaces) {
    for (String namespace : namespaces) {
      if (!namespaceOf(name).isEmpty() && !namespaceOf(name).equals(namespace)) {
        throw new IllegalArgumentException(
            "namespace conflict: \"" + namespace + "\" does not contain \"" + name + "\"");
      }
    }
  }

  /** A name without a namespace is in {@code default}, as the server reads it. */
  private static String namespaceOf(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? "default" : name.substring(0, slash);
  }

  private static void check(List<String> pods, List<String> services) {
    for (String pod : pods) {
      for (String service : services) {
        if (!namespaceOf(pod).isEmpty() && !namespaceOf(pod).equals(namespaceOf(service))) {
          throw new IllegalArgumentException(
              "namespace conflict: pod \""
                  + pod
                  + "\" and service \""
                  + service
                  + "\" (expected: both in one namespace)");
        }
      }
    }
  }
}
