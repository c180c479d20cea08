package io.weir.alerting.cause;

import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.TCPFlags;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * How long connections last, from the last SYN to the first FIN or reset, by the clock of the
 * client's node. The only sign of a slow server whose protocol no proxy understands; of use where
 * clients open a connection for each request. Flows may come in any order. At most {@value
 * #PAIRS_MAX} pairs of addresses and ports are looked at; further ones are not seen. Mutable.
 */
final class LifetimeTally {
  static final int PAIRS_MAX = 50_000;
  static final int ENDS_MAX = 4_096;

  private final Frame frame;
  private final long slowNs;
  private final Map<String, Seen> pairs = new HashMap<>();

  /** Connections between two addresses and ports, one after the other, as one node saw them. */
  private static final class Seen {
    final NavigableSet<Long> begun = new TreeSet<>();
    final List<Long> ended = new ArrayList<>(2);
    Sightings.Ends ends = NOBODY;
  }

  private static final Sightings.Ends NOBODY = new Sightings.Ends("", "", 0);

  LifetimeTally(Frame frame, long slowNs) {
    this.frame = frame;
    this.slowNs = slowNs;
  }

  void add(Flow flow, TCPFlags flags, String node, long ns) {
    boolean opens = flags.getSYN() && !flags.getACK();
    boolean ends = flags.getFIN() || flags.getRST();
    if (opens ? !FlowSightings.isLocal(flow.getSource()) : !ends) {
      return;
    }
    String key = key(flow, node);
    Seen seen = pairs.get(key);
    if (seen == null) {
      if (pairs.size() >= PAIRS_MAX) {
        return;
      }
      seen = new Seen();
      pairs.put(key, seen);
    }
    if (opens) {
      seen.begun.add(ns);
      seen.ends = ends(flow);
    } else {
      seen.ended.add(ns);
    }
  }

  private static Sightings.Ends ends(Flow syn) {
    Endpoint server = syn.getDestination();
    String name = server.getPodName().isEmpty() ? "" : FlowSightings.podOf(server);
    if (name.isEmpty() && syn.getDestinationNamesCount() > 0) {
      name = syn.getDestinationNames(0);
    }
    return name.isEmpty()
        ? NOBODY
        : new Sightings.Ends(
            FlowSightings.podOf(syn.getSource()), name, syn.getL4().getTCP().getDestinationPort());
  }

  Map<Sightings.Ends, Course> done(List<Instance> instances) {
    Map<String, String> workloads = new HashMap<>();
    instances.forEach(pod -> workloads.put(pod.pod(), pod.workload()));
    Map<Sightings.Ends, Course> byWorkload = new HashMap<>();
    for (Seen seen : pairs.values()) {
      String client = workloads.get(seen.ends.client());
      if (client == null) {
        continue;
      }
      String server = workloads.getOrDefault(seen.ends.server(), seen.ends.server());
      Sightings.Ends ends = new Sightings.Ends(client, server, seen.ends.port());
      if (byWorkload.containsKey(ends) || byWorkload.size() < ENDS_MAX) {
        count(seen, byWorkload.computeIfAbsent(ends, key -> new Course(frame)));
      }
    }
    return byWorkload;
  }

  /** Both sides end a connection: the first to do so does, until there is a SYN again. */
  private void count(Seen seen, Course course) {
    Collections.sort(seen.ended);
    long countedNs = Long.MIN_VALUE;
    for (long endedNs : seen.ended) {
      Long begunNs = seen.begun.floor(endedNs);
      if (begunNs != null && begunNs > countedNs) {
        course.add(frame.window(endedNs), endedNs - begunNs > slowNs ? 1 : 0, 1);
        countedNs = endedNs;
      }
    }
  }

  /** The same in both directions. */
  private static String key(Flow flow, String node) {
    var tcp = flow.getL4().getTCP();
    String source = flow.getIP().getSource() + " " + tcp.getSourcePort();
    String destination = flow.getIP().getDestination() + " " + tcp.getDestinationPort();
    return node
        + "|"
        + (source.compareTo(destination) < 0
            ? source + "|" + destination
            : destination + "|" + source);
  }
}
