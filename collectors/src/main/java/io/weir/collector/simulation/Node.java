package io.weir.collector.simulation;

/**
 * A node of the cluster.
 *
 * @param index 0, 1, 2… in the order of the scenario
 * @param name as its reports say, {@code cluster/node}
 */
record Node(int index, String name, NodeSpec spec) {
  /** What this node's clock shows at {@code trueNs}. */
  long clock(long trueNs) {
    return trueNs + spec.skewNs();
  }
}
