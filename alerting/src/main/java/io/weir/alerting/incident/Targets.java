package io.weir.alerting.incident;

import io.weir.alerting.cause.Target;
import io.weir.alerting.slo.IndicatorSelector;
import io.weir.series.v1.SliWindow;
import io.weir.topic.TopicKeys;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** From what an objective counts to whom it is about. Pure. */
final class Targets {
  private Targets() {}

  /** What the windows of one server, or probe, hold. */
  private static final class Seen {
    long bad;
    long total;
    final Set<String> clients = new HashSet<>();
    boolean ofService;
  }

  /**
   * The service, edge or probe with the most bad events of those that the selector means.
   *
   * @param match of a fan-out; empty without
   * @return empty when nothing of it was seen
   */
  static Optional<Target> find(
      IndicatorSelector selector, String match, Iterable<SliWindow> slis, long startNs) {
    Map<String, Seen> byServer = new TreeMap<>();
    for (SliWindow sli : slis) {
      if (sli.getWindow().getStartNs() < startNs
          || !selector.matches(sli)
          || !selector.fanOutKey(sli).equals(match)) {
        continue;
      }
      Seen seen =
          byServer.computeIfAbsent(
              sli.getProbe().isEmpty() ? TopicKeys.peer(sli.getServer()) : sli.getProbe(),
              key -> new Seen());
      seen.bad += sli.getTotal() - sli.getGood();
      seen.total += sli.getTotal();
      if (sli.hasClient()) {
        seen.clients.add(TopicKeys.peer(sli.getClient()));
      } else {
        seen.ofService = true;
      }
    }
    return byServer.entrySet().stream()
        .max(
            Map.Entry.comparingByValue(
                java.util.Comparator.<Seen>comparingLong(seen -> seen.bad)
                    .thenComparingLong(seen -> seen.total)))
        .map(entry -> target(selector, entry.getKey(), entry.getValue()));
  }

  private static Target target(IndicatorSelector selector, String server, Seen seen) {
    if (!selector.probe().isEmpty()) {
      return Target.probe(server, "");
    }
    return seen.clients.size() == 1 && !seen.ofService
        ? Target.edge(selector.indicator(), seen.clients.iterator().next(), server)
        : Target.service(selector.indicator(), server);
  }
}
