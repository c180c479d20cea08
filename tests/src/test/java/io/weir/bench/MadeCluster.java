package io.weir.bench;

import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The pods that made flows run between: {@value #NAMESPACES} namespaces of {@value #SERVICES}
 * services with 2 to 8 replicas each, on {@value #NODES} nodes, with names, addresses and labels as
 * Kubernetes gives them. The same every time. Immutable.
 */
final class MadeCluster {
  static final String NAMESPACE = "shop";
  static final int SERVICES = 12;

  private static final int NAMESPACES = 20;
  private static final int NODES = 40;
  private static final int REPLICAS_MIN = 2;
  private static final int REPLICAS_MAX = 8;
  private static final long SEED = 11;
  private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final String[] TEAMS = {
    NAMESPACE,
    "payments",
    "search",
    "media",
    "identity",
    "billing",
    "ads",
    "reports",
    "mail",
    "maps"
  };

  /**
   * One pod.
   *
   * @param node where it runs, with its cluster
   */
  record Pod(Endpoint endpoint, String address, String node) {
    String workload() {
      return endpoint.getWorkloads(0).getName();
    }
  }

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<Pod> all = new ArrayList<>();
  private final List<Pod> ofNamespace = new ArrayList<>();

  MadeCluster() {
    for (int namespace = 0; namespace < NAMESPACES; namespace++) {
      for (int service = 0; service < SERVICES; service++) {
        service(namespace, service);
      }
    }
  }

  private void service(int number, int service) {
    String team = TEAMS[number % TEAMS.length];
    String namespace = number < TEAMS.length ? team : team + "-" + number;
    String name = "service-" + service;
    String hash = letters(10);
    int replicas = random.nextInt(REPLICAS_MIN, REPLICAS_MAX + 1);
    Endpoint common =
        Endpoint.newBuilder()
            .setIdentity(10_000 + number * SERVICES + service)
            .setClusterName("made")
            .setNamespace(namespace)
            .addLabels("k8s:app.kubernetes.io/name=" + name)
            .addLabels("k8s:app.kubernetes.io/part-of=" + team)
            .addLabels("k8s:app.kubernetes.io/version=1." + random.nextInt(40) + "." + service)
            .addLabels(
                "k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name=" + namespace)
            .addLabels("k8s:io.cilium.k8s.policy.cluster=made")
            .addLabels("k8s:io.cilium.k8s.policy.serviceaccount=" + name)
            .addLabels("k8s:io.kubernetes.pod.namespace=" + namespace)
            .addWorkloads(Workload.newBuilder().setName(name).setKind("Deployment"))
            .build();
    for (int replica = 0; replica < replicas; replica++) {
      Pod pod =
          new Pod(
              common.toBuilder()
                  .setID(random.nextInt(1, 4_096))
                  .setPodName(name + "-" + hash + "-" + letters(5))
                  .build(),
              String.format(
                  Locale.ROOT, "10.%d.%d.%d", 8 + number, service, 10 + random.nextInt(240)),
              "made/gke-made-default-pool-8a1b2c3d-" + random.nextInt(NODES));
      all.add(pod);
      if (namespace.equals(NAMESPACE)) {
        ofNamespace.add(pod);
      }
    }
  }

  private String letters(int count) {
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
    }
    return text.toString();
  }

  /** Any pod. */
  Pod pod(SplittableRandom choice) {
    return all.get(choice.nextInt(all.size()));
  }

  /** A pod of {@link #NAMESPACE}. */
  Pod podOfNamespace(SplittableRandom choice) {
    return ofNamespace.get(choice.nextInt(ofNamespace.size()));
  }
}
