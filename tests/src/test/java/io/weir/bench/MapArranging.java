package io.weir.bench;

import io.weir.dashboards.answer.PeerView;
import io.weir.dashboards.map.Arrangement;
import io.weir.dashboards.map.Arranger;
import io.weir.dashboards.map.MapGraph;
import io.weir.dashboards.map.MapGraph.Call;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** How long it takes to find places on a large map: from nothing, and for a few newcomers. */
final class MapArranging {
  private static final int ROUNDS = 5;

  private MapArranging() {}

  static void print(int workloads, int edges) {
    List<Call> calls =
        MapWindows.edges(workloads, edges).stream()
            .map(edge -> new Call(PeerView.of(edge.getClient()), PeerView.of(edge.getServer())))
            .toList();
    MapGraph all = MapGraph.of(calls);
    MapGraph most =
        MapGraph.of(
            calls.stream().filter(c -> !isLate(c.client()) && !isLate(c.server())).toList());
    Arrangement before = Arranger.arrange(most, Arrangement.NONE);
    for (int round = 1; round <= ROUNDS; round++) {
      double nothing = cpuMs(() -> Arranger.arrange(all, Arrangement.NONE));
      double newcomers = cpuMs(() -> Arranger.arrange(all, before));
      System.out.printf(
          Locale.ROOT,
          "arranging %,d workloads, %,d calls: %.0f ms of CPU from nothing, %.1f ms with %d"
              + " newcomers%n",
          all.groups().size(),
          all.links().size(),
          nothing,
          newcomers,
          all.groups().size() - most.groups().size());
    }
  }

  /** Every hundredth workload comes later. */
  private static boolean isLate(PeerView peer) {
    return peer.name().endsWith("00");
  }

  private static double cpuMs(Runnable work) {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    work.run();
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e6;
  }
}
