package io.weir.dashboards.flows;

import io.weir.flowtext.Identities;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Workload;
import java.util.List;
import java.util.Optional;

/**
 * One side of a flow.
 *
 * @param label the name that the command line prints: pod, service, DNS names or address
 * @param namespace of the pod
 * @param workload its first workload's name
 * @param workloadKind as {@code Deployment}
 * @param ip address; absent where the event has none
 * @param port absent where the protocol has none
 * @param names DNS names
 * @param identity {@code world} for reserved ones, else the number
 */
public record FlowPeer(
    String label,
    Optional<String> cluster,
    Optional<String> namespace,
    Optional<String> pod,
    Optional<String> workload,
    Optional<String> workloadKind,
    Optional<String> service,
    Optional<String> ip,
    Optional<Integer> port,
    List<String> names,
    String identity) {
  public FlowPeer {
    names = List.copyOf(names);
  }

  static FlowPeer of(
      String label, Endpoint endpoint, String service, String ip, int port, List<String> names) {
    Optional<Workload> workload = endpoint.getWorkloadsList().stream().findFirst();
    return new FlowPeer(
        label,
        some(endpoint.getClusterName()),
        some(endpoint.getNamespace()),
        some(endpoint.getPodName()),
        workload.map(Workload::getName),
        workload.map(Workload::getKind),
        some(service),
        some(ip),
        port == 0 ? Optional.empty() : Optional.of(port),
        names,
        Identities.name(endpoint.getIdentity()));
  }

  private static Optional<String> some(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
