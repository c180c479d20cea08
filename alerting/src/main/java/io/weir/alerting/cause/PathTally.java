package io.weir.alerting.cause;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.TraceObservationPoint;
import io.weir.hubble.flow.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Packets with SYN between pods: reported by the sender's node, and by the receiver's. Those are
 * reported even where a datapath leaves out most packets. A packet is seen at several places of a
 * node; the place that saw most counts. At most {@value #PAIRS_MAX} pairs of pods. Mutable.
 */
final class PathTally {
  static final int PAIRS_MAX = 4_096;

  private final Frame frame;
  private final Map<Pair, Sides> pairs = new TreeMap<>(Comparator.comparing(Pair::toString));
  private final Map<String, Set<Integer>> incomplete = new HashMap<>();

  /** Packets from one pod to another; {@code opens} when the sender is the client. */
  private record Pair(String from, String to, boolean opens, int port) {}

  private record Sides(
      Map<TraceObservationPoint, Course> sent, Map<TraceObservationPoint, Course> received) {}

  PathTally(Frame frame) {
    this.frame = frame;
  }

  void add(Flow flow, boolean isAnswer, long ns) {
    boolean here = FlowSightings.isLocal(flow.getSource());
    boolean there = FlowSightings.isLocal(flow.getDestination());
    if (here == there
        || flow.getSource().getPodName().isEmpty()
        || flow.getDestination().getPodName().isEmpty()) {
      return;
    }
    var tcp = flow.getL4().getTCP();
    Pair pair =
        new Pair(
            FlowSightings.podOf(flow.getSource()),
            FlowSightings.podOf(flow.getDestination()),
            !isAnswer,
            isAnswer ? tcp.getSourcePort() : tcp.getDestinationPort());
    Sides sides = pairs.get(pair);
    if (sides == null) {
      if (pairs.size() >= PAIRS_MAX) {
        return;
      }
      sides =
          new Sides(
              new EnumMap<>(TraceObservationPoint.class),
              new EnumMap<>(TraceObservationPoint.class));
      pairs.put(pair, sides);
    }
    boolean dropped = flow.getVerdict() == Verdict.DROPPED;
    if (here && dropped) {
      return; // it never left
    }
    // What the receiver's node dropped has crossed the network.
    TraceObservationPoint place =
        dropped ? TraceObservationPoint.TO_ENDPOINT : flow.getTraceObservationPoint();
    (here ? sides.sent() : sides.received())
        .computeIfAbsent(place, p -> new Course(frame))
        .add(frame.window(ns), 1, 0);
  }

  /** Nothing can be said about packets from or to this node in this window. */
  void incomplete(String node, int window) {
    incomplete.computeIfAbsent(node, key -> new HashSet<>()).add(window);
  }

  List<NodePath> done(List<Instance> instances) {
    Map<String, Instance> pods = new HashMap<>();
    instances.forEach(pod -> pods.put(pod.pod(), pod));
    List<NodePath> paths = new ArrayList<>();
    pairs.forEach(
        (pair, sides) -> {
          Instance from = pods.get(pair.from());
          Instance to = pods.get(pair.to());
          if (from != null && to != null && !from.node().equals(to.node())) {
            paths.add(path(pair, from, to, sides));
          }
        });
    return paths;
  }

  private NodePath path(Pair pair, Instance from, Instance to, Sides sides) {
    Course sent = most(sides.sent());
    Course received = most(sides.received());
    Course lost = new Course(frame);
    for (int i = 0; i < frame.windows(); i++) {
      if (!isIncomplete(from.node(), i) && !isIncomplete(to.node(), i)) {
        lost.add(i, Math.max(0, sent.badIn(i) - received.badIn(i)), sent.badIn(i));
      }
    }
    String client = pair.opens() ? from.workload() : to.workload();
    String server = pair.opens() ? to.workload() : from.workload();
    return new NodePath(
        from.node(), to.node(), new EdgeKey(client, server, pair.port(), "TCP"), lost);
  }

  private boolean isIncomplete(String node, int window) {
    return incomplete.getOrDefault(node, Set.of()).contains(window);
  }

  private Course most(Map<TraceObservationPoint, Course> places) {
    return places.values().stream()
        .max(Comparator.comparingLong(course -> course.bad() + course.usualBad()))
        .orElseGet(() -> new Course(frame));
  }
}
