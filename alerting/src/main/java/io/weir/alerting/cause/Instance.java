package io.weir.alerting.cause;

/**
 * One pod of a workload, as its own node saw it.
 *
 * @param workload {@code cluster/namespace/kind/name}
 * @param pod {@code namespace/pod}
 * @param node as in event headers
 * @param version from its labels; empty when they have none
 * @param firstNs when it was first seen with traffic of its own, and last
 * @param failed its responses, failed ones as bad
 * @param slow its responses with a latency, slow ones as bad
 */
record Instance(
    String workload,
    String pod,
    String node,
    String version,
    long firstNs,
    long lastNs,
    Course failed,
    Course slow) {
  /** What the target's indicator counts. */
  Course counted(Target target) {
    return target.isLatency() ? slow : failed;
  }

  Instance in(Frame frame) {
    return new Instance(
        workload, pod, node, version, firstNs, lastNs, failed.in(frame), slow.in(frame));
  }
}
