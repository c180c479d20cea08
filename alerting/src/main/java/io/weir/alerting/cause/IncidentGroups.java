package io.weir.alerting.cause;

import io.weir.series.v1.EdgeWindow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which of several burning SLOs is the root of an incident, and which are only affected. An SLO is
 * affected by another when its service depends on the other's through edges in trouble and has no
 * other reason of its own, when both are about one service, or when both have the same first cause.
 * Pure.
 */
public final class IncidentGroups {
  /** Deepest first, then who began first, then the worst, then by name. */
  private final Comparator<BurningSlo> rootFirst;

  private final List<BurningSlo> slos;
  private final Map<String, Set<String>> reachable = new HashMap<>();

  private IncidentGroups(List<BurningSlo> slos, Map<String, Set<String>> dependencies) {
    this.slos = slos;
    for (BurningSlo slo : slos) {
      reachable.computeIfAbsent(slo.target().server(), key -> reach(key, dependencies));
    }
    this.rootFirst =
        Comparator.comparingLong(this::beneath)
            .thenComparingLong(BurningSlo::sinceNs)
            .thenComparing(Comparator.comparingDouble(BurningSlo::severity).reversed())
            .thenComparing(BurningSlo::name);
  }

  /**
   * Groups them by the graph of {@code frame}.
   *
   * @return by root, in the order of their beginning; every SLO is in one of them
   */
  public static List<IncidentGroup> of(
      Collection<BurningSlo> burning,
      Frame frame,
      Collection<EdgeWindow> edges,
      Sightings sightings) {
    EdgeTable table = EdgeTable.of(frame, edges, sightings);
    Map<String, Set<String>> dependencies = new TreeMap<>();
    for (EdgeKey edge : table.keys()) {
      // Either nature: a caller may be slow because what it calls fails, and the reverse.
      if (table.trouble(edge, Target.service("http-availability", edge.server())) > 0) {
        dependencies.computeIfAbsent(edge.client(), key -> new HashSet<>()).add(edge.server());
      }
    }
    List<BurningSlo> sorted = new ArrayList<>(burning);
    sorted.sort(Comparator.comparing(BurningSlo::name));
    return new IncidentGroups(sorted, dependencies).incidents();
  }

  private List<IncidentGroup> incidents() {
    List<BurningSlo> left = new ArrayList<>(slos);
    left.sort(rootFirst);
    List<IncidentGroup> incidents = new ArrayList<>();
    while (!left.isEmpty()) {
      BurningSlo root = left.remove(0);
      List<BurningSlo> affected = new ArrayList<>();
      for (BurningSlo slo : List.copyOf(left)) {
        if (isAffected(slo, root)) {
          affected.add(slo);
          left.remove(slo);
        }
      }
      affected.sort(Comparator.comparing(BurningSlo::name));
      incidents.add(new IncidentGroup(root, affected));
    }
    incidents.sort(
        Comparator.comparingLong((IncidentGroup incident) -> incident.root().sinceNs())
            .thenComparing(incident -> incident.root().name()));
    return incidents;
  }

  private boolean isAffected(BurningSlo slo, BurningSlo root) {
    boolean sameReason = slo.reason().isPresent() && slo.reason().equals(root.reason());
    return sameReason || (depends(slo, root) && !hasReasonOfItsOwn(slo, root));
  }

  /**
   * Whether something else happened to it than to what it depends on: of a resolver that drops a
   * few queries everybody is a caller, and a rollout that fails is not its consequence. What has no
   * reason, or one that may follow from the other's, does not count.
   */
  private static boolean hasReasonOfItsOwn(BurningSlo slo, BurningSlo root) {
    return slo.reason().filter(BurningSlo.Reason::isOrigin).isPresent()
        && root.reason().isPresent()
        && !slo.target().server().equals(root.target().server());
  }

  private boolean depends(BurningSlo slo, BurningSlo other) {
    return reachable
        .getOrDefault(slo.target().server(), Set.of())
        .contains(other.target().server());
  }

  /** Services with burning SLOs beneath this one that do not depend on it in turn. */
  private long beneath(BurningSlo slo) {
    return slos.stream()
        .filter(other -> depends(slo, other) && !depends(other, slo))
        .map(other -> other.target().server())
        .distinct()
        .count();
  }

  /** All it depends on, itself included; in a cycle, everybody on everybody. */
  private static Set<String> reach(String service, Map<String, Set<String>> dependencies) {
    Set<String> found = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(service);
    while (!open.isEmpty()) {
      String next = open.remove();
      if (found.add(next)) {
        open.addAll(dependencies.getOrDefault(next, Set.of()));
      }
    }
    return found;
  }
}
