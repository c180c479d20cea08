package io.weir.collector.enrich;

/**
 * How this host names itself in every event.
 *
 * @param cluster cluster of the endpoints on this host, for example {@code default}
 * @param node name of this host; also the namespace of what runs directly on it
 * @param version version of Weir, as the emitter of flows and the agent of probes
 */
public record HostIdentity(String cluster, String node, String version) {
  public HostIdentity {
    if (cluster.isBlank()) {
      throw new IllegalArgumentException("cluster: empty (expected: a cluster name)");
    }
    if (node.isBlank()) {
      throw new IllegalArgumentException("node: empty (expected: the name of this host)");
    }
  }

  /** {@code cluster/node}, as Hubble writes it. */
  public String nodeName() {
    return cluster + "/" + node;
  }
}
