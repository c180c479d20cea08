package io.weir.streams.edge;

import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.series.v1.Peer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Who an endpoint of a flow was, from what the flow itself says; so it holds at the flow's time.
 *
 * <p>In this order: the workload that the flow names; the workload that the pod's name implies;
 * Cilium's reserved identities; the application labels; a DNS name or address block in the world;
 * the bare address, of kind {@value #UNKNOWN}.
 */
public final class Peers {
  public static final String RESERVED = "Reserved";
  public static final String WORLD = "World";
  public static final String UNKNOWN = "Unknown";

  /** Name of an unknown peer without an address. */
  public static final String UNKNOWN_NAME = "unknown";

  /** Kind of a peer known by its labels alone. */
  public static final String WORKLOAD = "Workload";

  private static final int BEST = 3;
  private static final String DEFAULT_CLUSTER = "default";
  private static final String CLUSTER_LABEL = "k8s:io.cilium.k8s.policy.cluster=";
  private static final String NAMESPACE_LABEL = "k8s:io.kubernetes.pod.namespace=";
  private static final List<String> APP_LABELS =
      List.of("k8s:app.kubernetes.io/name=", "k8s:app=", "k8s:k8s-app=");
  private static final String RESERVED_LABEL = "reserved:";

  // An address can carry several; the first of these tells people most.
  private static final List<String> RESERVED_NAMES =
      List.of("kube-apiserver", "ingress", "health", "host", "remote-node", "unmanaged", "init");
  private static final Map<Integer, String> RESERVED_IDENTITIES =
      Map.of(
          1, "host",
          2, "world",
          3, "unmanaged",
          4, "health",
          5, "init",
          6, "remote-node",
          7, "kube-apiserver",
          8, "ingress",
          9, "world",
          10, "world");

  /** Everybody beyond a limit. */
  public static final Peer OTHER = Peer.newBuilder().setKind("Other").setName("other").build();

  private Peers() {}

  /** The peer that sent the packet. */
  public static Peer source(Flow flow) {
    return of(flow.getSource(), flow.getSourceNamesList(), flow.getIP().getSource());
  }

  /** The peer that the packet was for. */
  public static Peer destination(Flow flow) {
    return of(flow.getDestination(), flow.getDestinationNamesList(), flow.getIP().getDestination());
  }

  /**
   * The peer behind an endpoint.
   *
   * @param names DNS names that a client resolved to {@code ip}; may be empty
   * @param ip text of the address; may be empty
   */
  public static Peer of(Endpoint endpoint, List<String> names, String ip) {
    Peer.Builder peer = Peer.newBuilder().setCluster(cluster(endpoint));
    if (endpoint.getWorkloadsCount() > 0) {
      var workload = endpoint.getWorkloads(0);
      String kind = workload.getKind().isEmpty() ? WORKLOAD : workload.getKind();
      return peer.setNamespace(namespace(endpoint))
          .setKind(kind)
          .setName(workload.getName())
          .build();
    }
    if (!endpoint.getPodName().isEmpty()) {
      PodNames.Workload workload = PodNames.workloadOf(endpoint.getPodName());
      return peer.setNamespace(namespace(endpoint))
          .setKind(workload.kind())
          .setName(workload.name())
          .build();
    }
    Optional<String> reserved = reserved(endpoint);
    if (reserved.isPresent() && !reserved.get().equals("world")) {
      return peer.setKind(RESERVED).setName(reserved.get()).build();
    }
    Optional<String> app = app(endpoint);
    if (app.isPresent()) {
      return peer.setNamespace(namespace(endpoint)).setKind(WORKLOAD).setName(app.get()).build();
    }
    if (reserved.isPresent()) {
      return peer.setKind(WORLD).setName(worldName(names, ip)).build();
    }
    return peer.setKind(UNKNOWN).setName(ip.isEmpty() ? UNKNOWN_NAME : ip).build();
  }

  /** The peer that says more; the first when both say as much. */
  static Peer better(Peer known, Peer candidate) {
    return worth(candidate) > worth(known) ? candidate : known;
  }

  /** True when nobody could say more. */
  static boolean isBest(Peer known) {
    return worth(known) == BEST;
  }

  private static int worth(Peer peer) {
    return switch (peer.getKind()) {
      case "" -> -1;
      case UNKNOWN -> 0;
      // A block says less than a name or a reserved identity.
      case WORLD -> peer.getName().indexOf('/') >= 0 ? 1 : 2;
      case RESERVED -> 2;
      default -> BEST;
    };
  }

  private static String cluster(Endpoint endpoint) {
    if (!endpoint.getClusterName().isEmpty()) {
      return endpoint.getClusterName();
    }
    return label(endpoint, CLUSTER_LABEL).orElse(DEFAULT_CLUSTER);
  }

  private static String namespace(Endpoint endpoint) {
    return endpoint.getNamespace().isEmpty()
        ? label(endpoint, NAMESPACE_LABEL).orElse("")
        : endpoint.getNamespace();
  }

  private static Optional<String> app(Endpoint endpoint) {
    return APP_LABELS.stream().flatMap(prefix -> label(endpoint, prefix).stream()).findFirst();
  }

  private static Optional<String> label(Endpoint endpoint, String prefix) {
    for (String label : endpoint.getLabelsList()) {
      if (label.startsWith(prefix) && label.length() > prefix.length()) {
        return Optional.of(label.substring(prefix.length()));
      }
    }
    return Optional.empty();
  }

  /** The reserved name without its source, {@code world} for its IPv4 and IPv6 halves too. */
  private static Optional<String> reserved(Endpoint endpoint) {
    Optional<String> other = Optional.empty();
    List<String> labels = endpoint.getLabelsList();
    for (String name : RESERVED_NAMES) {
      if (labels.contains(RESERVED_LABEL + name)) {
        return Optional.of(name);
      }
    }
    for (String label : labels) {
      if (label.startsWith(RESERVED_LABEL)) {
        String name = label.substring(RESERVED_LABEL.length());
        other = Optional.of(name.startsWith("world") ? "world" : name);
      }
    }
    if (other.isPresent() && !other.get().equals(UNKNOWN_NAME)) {
      return other;
    }
    return Optional.ofNullable(RESERVED_IDENTITIES.get(endpoint.getIdentity()));
  }

  private static String worldName(List<String> names, String ip) {
    // Several names can share an address; the smallest is at least always the same one.
    return names.stream()
        .map(Peers::canonical)
        .filter(name -> !name.isEmpty())
        .min(String::compareTo)
        .orElseGet(() -> AddressBlocks.of(ip));
  }

  private static String canonical(String dnsName) {
    String lower = dnsName.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
