package io.weir.alerting.cause;

import io.weir.model.drop.DropClass;
import io.weir.model.drop.DropReasonInfo;
import io.weir.model.drop.DropReasons;
import io.weir.series.v1.DropWindow;
import io.weir.topic.TopicKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Drops on edges in trouble: those of a policy by policy, those of a datapath by reason and node.
 */
final class DropFinder implements Finder {
  /** Drops of one reason and culprit. */
  private record Group(CauseKind kind, String reason, String subject) implements Comparable<Group> {
    @Override
    public int compareTo(Group other) {
      return (kind.label() + reason + subject)
          .compareTo(other.kind.label() + other.reason + other.subject);
    }
  }

  /** Of one group on one edge. */
  private static final class OnEdge {
    final Course course;
    final SortedMap<Long, List<String>> flows = new TreeMap<>();

    OnEdge(Frame frame) {
      course = Course.ofRate(frame);
    }
  }

  @Override
  public List<Finding> find(Scene scene) {
    SortedMap<Group, SortedMap<EdgeKey, OnEdge>> groups = new TreeMap<>();
    for (DropWindow drop : scene.drops()) {
      long startNs = drop.getWindow().getStartNs();
      EdgeKey edge = edge(drop);
      if (drop.getWindow().getLengthNs() != scene.frame().windowNs()
          || !scene.frame().contains(startNs)
          || drop.getDropClass().equals(DropClass.EXPECTED.label())
          || scene.reach().share(edge) == 0) {
        continue;
      }
      OnEdge on =
          groups
              .computeIfAbsent(group(drop), key -> new TreeMap<>())
              .computeIfAbsent(edge, key -> new OnEdge(scene.frame()));
      on.course.add(scene.frame().window(startNs), drop.getCount(), 0);
      if (startNs >= scene.frame().startNs()) {
        on.flows
            .computeIfAbsent(startNs, key -> new ArrayList<>())
            .addAll(drop.getSampleFlowsList());
      }
    }
    List<Finding> findings = new ArrayList<>();
    groups.forEach((group, edges) -> add(scene, group, edges, findings));
    return findings;
  }

  /** Client and server may be either end: answers are dropped, too. */
  private static EdgeKey edge(DropWindow drop) {
    return new EdgeKey(
        TopicKeys.peer(drop.getSource()),
        TopicKeys.peer(drop.getDestination()),
        drop.getPort(),
        drop.getProtocol());
  }

  private static Group group(DropWindow drop) {
    if (drop.getDropClass().equals(DropClass.POLICY.label())) {
      String policies = String.join(", ", new TreeSet<>(drop.getPoliciesList()));
      return new Group(
          CauseKind.POLICY_DENIAL,
          drop.getReason(),
          policies.isEmpty() ? "a policy that is not named" : policies);
    }
    return new Group(CauseKind.DATAPATH_DROPS, drop.getReason(), drop.getNode());
  }

  private static void add(
      Scene scene, Group group, Map<EdgeKey, OnEdge> edges, List<Finding> findings) {
    Course course = Course.ofRate(scene.frame());
    edges.values().forEach(on -> course.add(on.course));
    if (!course.isUnusual()) {
      return;
    }
    SortedMap<Place, Double> explained = new TreeMap<>();
    List<Evidence> evidence = new ArrayList<>();
    edges.forEach(
        (edge, on) -> {
          Place place = new Place.OnEdge(edge);
          explained.put(place, Math.min(on.course.excess(), scene.through(place)));
          evidence.add(
              Evidence.of(
                  "drops, " + group.reason(),
                  on.course,
                  scene.frame(),
                  "weir.drops.v1 " + edge.text(),
                  on.flows.values().stream().flatMap(flows -> flows.stream().sorted()).toList()));
        });
    findings.add(
        new Finding(
            group.kind(),
            group.subject(),
            sentence(group, edges, course),
            explained,
            Finding.timing(course, scene.bad()),
            scene.specificity(edges.keySet(), edge -> scene.edges().course(edge, Sign.DROPPED)),
            evidence));
  }

  private static String sentence(Group group, Map<EdgeKey, OnEdge> edges, Course course) {
    String where =
        edges.size() == 1
            ? edges.keySet().iterator().next().words()
            : "on " + edges.size() + " edges";
    if (group.kind() == CauseKind.POLICY_DENIAL) {
      return "%s denies %s: %d drops, %s"
          .formatted(group.subject(), where, course.bad(), group.reason());
    }
    return "%s drops packets %s: %d with %s%s"
        .formatted(
            group.subject(),
            where,
            course.bad(),
            group.reason(),
            DropReasons.named(group.reason())
                .map(DropReasonInfo::happened)
                .map(happened -> ". " + happened)
                .orElse(""));
  }
}
