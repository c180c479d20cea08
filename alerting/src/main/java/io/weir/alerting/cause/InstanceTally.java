package io.weir.alerting.cause;

import io.weir.hubble.flow.Endpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pods on their own nodes, at most {@value #PODS_MAX}. Mutable. */
final class InstanceTally {
  static final int PODS_MAX = 2_000;
  private static final List<String> VERSION_LABELS =
      List.of("k8s:app.kubernetes.io/version=", "k8s:version=", "k8s:pod-template-hash=");

  private final Frame frame;
  private final Map<String, Seen> pods = new TreeMap<>();

  private static final class Seen {
    final String workload;
    final String node;
    final String version;
    final Course failed;
    final Course slow;
    long firstNs = Long.MAX_VALUE;
    long lastNs;

    Seen(String workload, String node, String version, Frame frame) {
      this.workload = workload;
      this.node = node;
      this.version = version;
      this.failed = new Course(frame);
      this.slow = new Course(frame);
    }
  }

  InstanceTally(Frame frame) {
    this.frame = frame;
  }

  void see(Endpoint endpoint, String node, long ns) {
    if (!FlowSightings.isLocal(endpoint) || endpoint.getWorkloadsCount() == 0) {
      return;
    }
    Seen seen = pods.get(FlowSightings.podOf(endpoint));
    if (seen == null) {
      if (pods.size() >= PODS_MAX) {
        return;
      }
      seen = new Seen(workload(endpoint), node, version(endpoint), frame);
      pods.put(FlowSightings.podOf(endpoint), seen);
    }
    seen.firstNs = Math.min(seen.firstNs, ns);
    seen.lastNs = Math.max(seen.lastNs, ns);
  }

  void response(String pod, long ns, boolean failed, boolean timed, boolean slow) {
    Seen seen = pods.get(pod);
    if (seen == null) {
      return;
    }
    int window = frame.window(ns);
    seen.failed.add(window, failed ? 1 : 0, 1);
    if (timed) {
      seen.slow.add(window, slow ? 1 : 0, 1);
    }
  }

  List<Instance> done() {
    List<Instance> all = new ArrayList<>();
    pods.forEach(
        (pod, seen) ->
            all.add(
                new Instance(
                    seen.workload,
                    pod,
                    seen.node,
                    seen.version,
                    seen.firstNs,
                    seen.lastNs,
                    seen.failed,
                    seen.slow)));
    all.sort(
        Comparator.comparing(Instance::workload)
            .thenComparingLong(Instance::firstNs)
            .thenComparing(Instance::pod));
    return all;
  }

  private static String workload(Endpoint endpoint) {
    var workload = endpoint.getWorkloads(0);
    return String.join(
        "/",
        endpoint.getClusterName(),
        endpoint.getNamespace(),
        workload.getKind(),
        workload.getName());
  }

  private static String version(Endpoint endpoint) {
    for (String prefix : VERSION_LABELS) {
      for (String label : endpoint.getLabelsList()) {
        if (label.startsWith(prefix)) {
          return label.substring(prefix.length());
        }
      }
    }
    return "";
  }
}
