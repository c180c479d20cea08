package io.weir.alerting.cause;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What flows tell and windows do not: which pods there were and how each answered, what was lost
 * between nodes, and how long connections lasted. Without flows it is {@link #none}: causes that
 * need it cannot be named then.
 */
public final class Sightings {
  private final List<Instance> instances;
  private final List<NodePath> paths;
  private final Map<Ends, Course> lifetimes;

  /**
   * Two ends of connections.
   *
   * @param server workload, or the DNS name of somebody outside
   */
  record Ends(String client, String server, int port) {}

  Sightings(List<Instance> instances, List<NodePath> paths, Map<Ends, Course> lifetimes) {
    this.instances = List.copyOf(instances);
    this.paths = List.copyOf(paths);
    this.lifetimes = Map.copyOf(lifetimes);
  }

  /** Nobody looked at flows. */
  public static Sightings none() {
    return new Sightings(List.of(), List.of(), Map.of());
  }

  /** By workload and first sight. */
  List<Instance> instances() {
    return instances;
  }

  List<Instance> instancesOf(String workload) {
    return instances.stream().filter(pod -> pod.workload().equals(workload)).toList();
  }

  List<NodePath> paths() {
    return paths;
  }

  /** Connections that ended, those that lasted longer than the threshold as bad, by edge. */
  Map<EdgeKey, Course> lifetimes(Collection<EdgeKey> edges) {
    Map<EdgeKey, Course> byEdge = new TreeMap<>();
    for (EdgeKey edge : edges) {
      Course course =
          lifetimes.getOrDefault(
              new Ends(edge.client(), edge.server(), edge.port()),
              lifetimes.get(new Ends(edge.client(), Names.name(edge.server()), edge.port())));
      if (course != null && edge.protocol().equals("TCP")) {
        byEdge.put(edge, course);
      }
    }
    return byEdge;
  }

  /** The same, seen with another begin of the incident. */
  Sightings in(Frame frame) {
    Map<Ends, Course> moved = new TreeMap<>(Comparator.comparing(Ends::toString));
    lifetimes.forEach((ends, course) -> moved.put(ends, course.in(frame)));
    return new Sightings(
        instances.stream().map(pod -> pod.in(frame)).toList(),
        paths.stream()
            .map(
                path ->
                    new NodePath(
                        path.fromNode(), path.toNode(), path.edge(), path.lost().in(frame)))
            .toList(),
        moved);
  }
}
