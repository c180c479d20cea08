package io.weir.alerting.cause;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.TCPFlags;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long connections last, from the last SYN to the first FIN or reset, by the clock of the
 * client's node. The only sign of a slow server whose protocol no proxy understands; of use where
 * clients open a connection for each request. At most {@value #OPEN_MAX} open connections, the
 * oldest are forgotten. Mutable.
 */
final class LifetimeTally {
  static final int OPEN_MAX = 20_000;
  static final int ENDS_MAX = 4_096;

  private final Frame frame;
  private final long slowNs;
  private final Map<String, Long> open =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > OPEN_MAX;
        }
      };
  private final Map<Sightings.Ends, Course> ended =
      new TreeMap<>(Comparator.comparing(Sightings.Ends::toString));

  LifetimeTally(Frame frame, long slowNs) {
    this.frame = frame;
    this.slowNs = slowNs;
  }

  void add(Flow flow, TCPFlags flags, String node, long ns) {
    boolean fromClient = FlowSightings.isLocal(flow.getSource());
    if (flags.getSYN() && !flags.getACK()) {
      if (fromClient) {
        open.put(key(flow, node, false), ns);
      }
    } else if (flags.getFIN() || flags.getRST()) {
      Long begun = open.remove(key(flow, node, false));
      if (begun != null) {
        end(flow, false, ns, ns - begun);
        return;
      }
      begun = open.remove(key(flow, node, true));
      if (begun != null) {
        end(flow, true, ns, ns - begun);
      }
    }
  }

  private void end(Flow flow, boolean reversed, long ns, long tookNs) {
    var client = reversed ? flow.getDestination() : flow.getSource();
    var server = reversed ? flow.getSource() : flow.getDestination();
    var names = reversed ? flow.getSourceNamesList() : flow.getDestinationNamesList();
    var tcp = flow.getL4().getTCP();
    String serverText = server.getPodName().isEmpty() ? "" : FlowSightings.podOf(server);
    if (serverText.isEmpty() && !names.isEmpty()) {
      serverText = names.get(0);
    }
    if (serverText.isEmpty()) {
      return;
    }
    Sightings.Ends ends =
        new Sightings.Ends(
            FlowSightings.podOf(client),
            serverText,
            reversed ? tcp.getSourcePort() : tcp.getDestinationPort());
    Course course = ended.get(ends);
    if (course == null) {
      if (ended.size() >= ENDS_MAX) {
        return;
      }
      course = new Course(frame);
      ended.put(ends, course);
    }
    course.add(frame.window(ns), tookNs > slowNs ? 1 : 0, 1);
  }

  Map<Sightings.Ends, Course> done(List<Instance> instances) {
    Map<String, String> workloads = new HashMap<>();
    instances.forEach(pod -> workloads.put(pod.pod(), pod.workload()));
    Map<Sightings.Ends, Course> byWorkload = new HashMap<>();
    ended.forEach(
        (ends, course) -> {
          String client = workloads.get(ends.client());
          if (client != null) {
            String server = workloads.getOrDefault(ends.server(), ends.server());
            byWorkload
                .computeIfAbsent(
                    new Sightings.Ends(client, server, ends.port()), key -> new Course(frame))
                .add(course);
          }
        });
    return byWorkload;
  }

  private static String key(Flow flow, String node, boolean reversed) {
    var tcp = flow.getL4().getTCP();
    String source = flow.getIP().getSource() + " " + tcp.getSourcePort();
    String destination = flow.getIP().getDestination() + " " + tcp.getDestinationPort();
    return node + "|" + (reversed ? destination + "|" + source : source + "|" + destination);
  }
}
