package io.weir.dashboards.answer;

import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.Peer;
import io.weir.series.v1.SliWindow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Folds windows into one row per server workload. The windows must not overlap; their order does
 * not matter. Confined to the thread that answers.
 */
public final class ServiceRollup {
  private final EdgeFilter filter;
  private final EdgeRollup edges;
  private final Map<Peer, Tally> byServer = new HashMap<>();

  /** Counts the servers that match; {@code from} narrows to some callers. */
  public ServiceRollup(EdgeFilter filter) {
    this.filter = filter;
    this.edges = new EdgeRollup(new EdgeFilter("", "", filter.from(), filter.to()));
  }

  /**
   * Counts a window of an edge.
   *
   * @throws AnswerTooLargeException beyond 100,000 edges
   */
  public void add(EdgeWindow window) {
    Edge edge = window.getEdge();
    if (filter.matchesServer(edge.getServer())
        && filter.matches(edge.getClient(), edge.getServer())) {
      edges.add(window);
      byServer
          .computeIfAbsent(edge.getServer(), server -> new Tally())
          .add(edge, window.getCounts());
    }
  }

  /**
   * Counts a window of an indicator; those of single edges and of probes are left aside. Add the
   * edges first: an indicator of a service without an edge has no row.
   */
  public void add(SliWindow window) {
    if (window.hasServer() && !window.hasClient()) {
      Tally tally = byServer.get(window.getServer());
      if (tally != null) {
        tally.add(window);
      }
    }
  }

  /** One row per service, in no order. */
  public List<ServiceRow> rows() {
    Map<PeerView, SortedSet<PeerView>> failing = new HashMap<>();
    for (EdgeRow edge : edges.rows()) {
      if (edge.diagnosis().health() == Health.FAILING) {
        failing.computeIfAbsent(edge.server(), server -> new TreeSet<>()).add(edge.client());
      }
    }
    return byServer.entrySet().stream()
        .map(
            entry -> {
              PeerView service = PeerView.of(entry.getKey());
              int failingCallers = failing.containsKey(service) ? failing.get(service).size() : 0;
              return entry.getValue().row(service, failingCallers);
            })
        .toList();
  }

  /** One service. */
  private static final class Tally {
    private final TrafficTally traffic = new TrafficTally();
    private final SortedSet<String> ports = new TreeSet<>();
    private final SortedSet<PeerView> callers = new TreeSet<>();
    private final SortedMap<String, long[]> goodAndTotal = new TreeMap<>();

    void add(Edge edge, EdgeCounts counts) {
      traffic.add(counts);
      ports.add(edge.getProtocol() + ":" + edge.getPort());
      callers.add(PeerView.of(edge.getClient()));
    }

    void add(SliWindow window) {
      long[] sums = goodAndTotal.computeIfAbsent(window.getIndicator(), name -> new long[2]);
      sums[0] = Math.addExact(sums[0], window.getGood());
      sums[1] = Math.addExact(sums[1], window.getTotal());
    }

    ServiceRow row(PeerView service, int failingCallers) {
      Traffic counted = traffic.toTraffic();
      List<Indicator> indicators =
          goodAndTotal.entrySet().stream()
              .map(
                  entry -> {
                    long good = entry.getValue()[0];
                    long total = entry.getValue()[1];
                    return new Indicator(entry.getKey(), good, total, Ratios.of(good, total));
                  })
              .toList();
      return new ServiceRow(
          service,
          List.copyOf(ports),
          callers.size(),
          failingCallers,
          Diagnosis.of(counted),
          indicators,
          counted);
    }
  }
}
