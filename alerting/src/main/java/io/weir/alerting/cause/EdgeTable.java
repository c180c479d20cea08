package io.weir.alerting.cause;

import io.weir.series.v1.EdgeWindow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * All edges with what went wrong on them, window by window. Windows of other lengths or times than
 * the frame's are passed over; of edges beyond {@value #EDGES_MAX}, the last by name are, too.
 */
final class EdgeTable {
  static final int EDGES_MAX = 10_000;

  /** Signs of which one request has one at most. */
  private static final Set<Sign> ADDED =
      EnumSet.of(
          Sign.REFUSED,
          Sign.RESET,
          Sign.SERVFAIL,
          Sign.DENIED,
          Sign.DNS_UNANSWERED,
          Sign.DNS_SLOW,
          Sign.NO_REQUEST,
          Sign.KAFKA,
          Sign.HTTP_FAILED);

  private final NavigableMap<EdgeKey, Map<Sign, Course>> edges = new TreeMap<>();
  private final Map<String, List<EdgeKey>> into = new HashMap<>();
  private final Map<String, List<EdgeKey>> outOf = new HashMap<>();
  private final Frame frame;

  private EdgeTable(Frame frame) {
    this.frame = frame;
  }

  static EdgeTable of(Frame frame, Collection<EdgeWindow> windows, Sightings sightings) {
    EdgeTable table = new EdgeTable(frame);
    windows.forEach(table::add);
    sightings.lifetimes(table.edges.keySet()).forEach(table::addLifetimes);
    table.index();
    return table;
  }

  private void add(EdgeWindow window) {
    long startNs = window.getWindow().getStartNs();
    if (!window.hasEdge()
        || window.getWindow().getLengthNs() != frame.windowNs()
        || !frame.contains(startNs)) {
      return;
    }
    EdgeKey key = EdgeKey.of(window.getEdge());
    Map<Sign, Course> signs = edges.get(key);
    if (signs == null) {
      signs = new EnumMap<>(Sign.class);
      edges.put(key, signs);
      if (edges.size() > EDGES_MAX && edges.pollLastEntry().getKey().equals(key)) {
        return;
      }
    }
    for (Sign sign : Sign.values()) {
      long bad = sign.bad(window.getCounts());
      if (sign.isSilence()) {
        // Silence of nodes that lost their reports says nothing.
        bad = Math.max(0, bad - window.getCoverage().getLost());
      }
      long total = sign.total(window.getCounts());
      if (bad > 0 || total > 0) {
        signs.computeIfAbsent(sign, s -> new Course(frame)).add(frame.window(startNs), bad, total);
      }
    }
  }

  private void index() {
    for (EdgeKey edge : edges.keySet()) {
      into.computeIfAbsent(edge.server(), key -> new ArrayList<>()).add(edge);
      outOf.computeIfAbsent(edge.client(), key -> new ArrayList<>()).add(edge);
    }
  }

  private void addLifetimes(EdgeKey edge, Course lifetimes) {
    Map<Sign, Course> signs = edges.get(edge);
    if (signs != null) {
      signs.put(Sign.LONG, lifetimes);
    }
  }

  Collection<EdgeKey> keys() {
    return edges.keySet();
  }

  /** What {@code sign} counted on an edge of this table. */
  Course course(EdgeKey edge, Sign sign) {
    return edges.getOrDefault(edge, Map.of()).getOrDefault(sign, new Course(frame));
  }

  /** The same for several edges together. */
  Course course(Iterable<EdgeKey> keys, Sign sign) {
    Course sum = new Course(frame);
    keys.forEach(key -> sum.add(course(key, sign)));
    return sum;
  }

  /** The same edges, seen with another begin of the incident. */
  EdgeTable in(Frame other) {
    EdgeTable table = new EdgeTable(other);
    edges.forEach(
        (key, signs) -> {
          Map<Sign, Course> moved = new EnumMap<>(Sign.class);
          signs.forEach((sign, course) -> moved.put(sign, course.in(other)));
          table.edges.put(key, moved);
        });
    table.index();
    return table;
  }

  /** Edges into a service. */
  Collection<EdgeKey> into(String server) {
    return into.getOrDefault(server, List.of());
  }

  /** Edges out of a service. */
  Collection<EdgeKey> outOf(String client) {
    return outOf.getOrDefault(client, List.of());
  }

  /**
   * How many bad events of the target an edge may have brought, at most: what went wrong on it
   * beyond the usual, each sign {@linkplain CauseKind#weight weighed}. Signs that say the same of
   * one request count once.
   */
  double trouble(EdgeKey edge, Target target) {
    double trouble =
        Math.max(trouble(edge, Sign.HTTP_SLOW, target), trouble(edge, Sign.LONG, target));
    double again = trouble(edge, Sign.RETRANSMIT, target);
    double unanswered = trouble(edge, Sign.UNANSWERED, target);
    double dropped = trouble(edge, Sign.DROPPED, target);
    trouble += Math.max(dropped, Math.max(unanswered, again));
    for (Sign sign : ADDED) {
      trouble += trouble(edge, sign, target);
    }
    return trouble;
  }

  double trouble(EdgeKey edge, Sign sign, Target target) {
    Course course = course(edge, sign);
    if (!course.isUnusual() || (sign.needsBaseline() && course.usualTotal() == 0)) {
      return 0;
    }
    return course.excess() * sign.kind().weight(target);
  }
}
