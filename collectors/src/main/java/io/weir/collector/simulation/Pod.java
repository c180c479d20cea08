package io.weir.collector.simulation;

import io.weir.hubble.flow.Endpoint;
import java.util.List;

/**
 * One pod for as long as it is in its service.
 *
 * @param service key of its service in the scenario
 * @param flawed true for pods of a bad rollout
 * @param fromNs when it begins to take requests
 * @param toNs when it takes no more; those under way are finished
 */
record Pod(
    String name,
    String service,
    Workload workload,
    Node node,
    String ip,
    int endpointId,
    int identity,
    boolean flawed,
    long fromNs,
    long toNs)
    implements Party {
  boolean serves(long ns) {
    return fromNs <= ns && ns < toNs;
  }

  Pod until(long endNs) {
    return new Pod(name, service, workload, node, ip, endpointId, identity, flawed, fromNs, endNs);
  }

  /** The node of a pod knows its endpoint and workload; others only what the cluster tells them. */
  @Override
  public Endpoint endpoint(boolean local) {
    Endpoint.Builder endpoint =
        Endpoint.newBuilder()
            .setIdentity(identity)
            .setClusterName(workload.cluster())
            .setNamespace(workload.namespace())
            .addLabels("k8s:app=" + workload.name())
            .addLabels("k8s:io.cilium.k8s.policy.cluster=" + workload.cluster())
            .addLabels("k8s:io.cilium.k8s.policy.serviceaccount=" + workload.name())
            .addLabels("k8s:io.kubernetes.pod.namespace=" + workload.namespace())
            .addLabels("k8s:version=" + (flawed ? "v2" : "v1"))
            .setPodName(name);
    if (local) {
      endpoint.setID(endpointId);
      endpoint.addWorkloadsBuilder().setName(workload.name()).setKind(workload.kind());
    }
    return endpoint.build();
  }

  @Override
  public List<String> names() {
    return List.of();
  }
}
