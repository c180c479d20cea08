package io.weir.alerting.cause;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The part of the dependency graph through which the target's bad events may have come: from the
 * target along edges in trouble, each with the share of the bad events that it can carry. A way
 * carries as much as its narrowest edge; of several ways the widest counts. Services are visited
 * once, so cycles end; at most {@value #SERVICES_MAX} services, {@value #DEPTH_MAX} edges deep.
 */
final class Reach {
  static final int SERVICES_MAX = 256;
  static final int DEPTH_MAX = 8;

  /** What carries less of the bad events is no way. */
  static final double SHARE_MIN = 0.05;

  private final Map<String, Double> services = new TreeMap<>();
  private final Map<String, Integer> depths = new TreeMap<>();
  private final Map<EdgeKey, Double> edges = new TreeMap<>();

  private final Map<String, List<EdgeKey>> outOf = new HashMap<>();
  private final Set<EdgeKey> backwards = new HashSet<>();

  private Reach() {}

  /**
   * @param excess bad events of the target beyond the usual, above 0
   */
  static Reach of(Target target, EdgeTable table, double excess) {
    Reach reach = new Reach();
    reach.services.put(target.server(), 1.0);
    reach.depths.put(target.server(), 0);
    if (target.isOnTheWay()) {
      for (EdgeKey edge : table.into(target.server())) {
        double share = Math.min(1, table.trouble(edge, target) / excess);
        if (target.counts(edge) && share >= SHARE_MIN) {
          reach.edges.put(edge, share);
        }
      }
    } else {
      reach.follow(target, table, excess);
    }
    for (EdgeKey edge : reach.edges.keySet()) {
      reach.outOf.computeIfAbsent(edge.client(), key -> new ArrayList<>()).add(edge);
    }
    reach.findBackwards();
    return reach;
  }

  private void follow(Target target, EdgeTable table, double excess) {
    Set<String> followed = new HashSet<>();
    while (followed.size() < SERVICES_MAX) {
      // The widest first: nothing found later can make its way wider.
      var next =
          services.entrySet().stream()
              .filter(entry -> !followed.contains(entry.getKey()))
              .max(
                  Map.Entry.<String, Double>comparingByValue()
                      .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())));
      if (next.isEmpty()) {
        return;
      }
      String service = next.get().getKey();
      followed.add(service);
      if (depths.getOrDefault(service, 0) < DEPTH_MAX) {
        followOut(service, target, table, excess);
      }
    }
  }

  private void followOut(String service, Target target, EdgeTable table, double excess) {
    for (EdgeKey edge : table.outOf(service)) {
      double share = Math.min(share(service), table.trouble(edge, target) / excess);
      if (share < SHARE_MIN || edge.server().equals(service)) {
        continue;
      }
      edges.put(edge, share);
      services.merge(edge.server(), share, Math::max);
      depths.merge(edge.server(), depth(service) + 1, Math::min);
    }
  }

  /** Edges in trouble on a way from the target. */
  Set<EdgeKey> edges() {
    return edges.keySet();
  }

  Set<String> services() {
    return services.keySet();
  }

  /** Share of the target's bad events that a service can have brought; 0 off all ways. */
  double share(String service) {
    return services.getOrDefault(service, 0.0);
  }

  double share(EdgeKey edge) {
    return edges.getOrDefault(edge, 0.0);
  }

  /** Edges from the target to the service; large off all ways. */
  int depth(String service) {
    return depths.getOrDefault(service, DEPTH_MAX + 1);
  }

  /** Services that {@code service} depends on through edges in trouble, itself included. */
  Set<String> beneath(String service) {
    return reachable(service, backwards);
  }

  /** True for the edge that closes a cycle, towards the target: a consequence of the rest. */
  boolean isBackwards(EdgeKey edge) {
    return backwards.contains(edge);
  }

  private void findBackwards() {
    Map<String, Set<String>> known = new HashMap<>();
    Set<EdgeKey> found = new HashSet<>();
    for (EdgeKey edge : edges.keySet()) {
      if (depth(edge.server()) <= depth(edge.client())
          && known
              .computeIfAbsent(edge.server(), server -> reachable(server, Set.of()))
              .contains(edge.client())) {
        found.add(edge);
      }
    }
    backwards.addAll(found);
  }

  private Set<String> reachable(String service, Set<EdgeKey> without) {
    Set<String> found = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(service);
    while (!open.isEmpty()) {
      String next = open.remove();
      if (found.add(next)) {
        outOf.getOrDefault(next, List.of()).stream()
            .filter(edge -> !without.contains(edge))
            .forEach(edge -> open.add(edge.server()));
      }
    }
    return found;
  }
}
