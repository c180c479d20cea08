package io.weir.alerting.cause;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Packets lost between two nodes, one way, on edges in trouble. */
final class PathFinder implements Finder {
  /** Less is usual. */
  private static final double LOSS_MIN = 0.02;

  @Override
  public List<Finding> find(Scene scene) {
    SortedMap<String, List<NodePath>> byNodes = new TreeMap<>();
    for (NodePath path : scene.sightings().paths()) {
      byNodes
          .computeIfAbsent(path.fromNode() + " to " + path.toNode(), key -> new ArrayList<>())
          .add(path);
    }
    List<Finding> findings = new ArrayList<>();
    byNodes.forEach(
        (nodes, paths) -> {
          Course course = new Course(scene.frame());
          paths.forEach(path -> course.add(path.lost()));
          if (course.isUnusual() && course.ratio() >= LOSS_MIN) {
            findings.add(of(scene, nodes, paths, course));
          }
        });
    return findings;
  }

  private static Finding of(Scene scene, String nodes, List<NodePath> paths, Course course) {
    Course elsewhere = new Course(scene.frame());
    scene.sightings().paths().stream()
        .filter(path -> !paths.contains(path))
        .forEach(path -> elsewhere.add(path.lost()));
    SortedMap<Place, Double> explained = new TreeMap<>();
    for (NodePath path : paths) {
      Place place = new Place.OnEdge(path.edge());
      if (scene.reach().share(path.edge()) > 0) {
        explained.merge(place, path.lost().excess(), Double::sum);
      }
    }
    explained.replaceAll((place, lost) -> Math.min(lost, scene.through(place)));
    String share = Names.percent(course.ratio());
    return new Finding(
        CauseKind.NODE_PATH_LOSS,
        nodes,
        "%s of the SYNs and SYN-ACKs from %s are lost on the way (elsewhere %s)"
            .formatted(share, nodes, Names.percent(elsewhere.ratio())),
        explained,
        Finding.timing(course, scene.bad()),
        Scene.specificity(course, elsewhere),
        List.of(
            Evidence.of(
                "packets with SYN not seen on arrival",
                course,
                scene.frame(),
                "weir.flows.v1 " + nodes)));
  }
}
