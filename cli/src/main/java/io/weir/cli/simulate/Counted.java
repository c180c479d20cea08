package io.weir.cli.simulate;

import io.weir.collector.simulation.Counts;
import io.weir.collector.simulation.Sli;
import io.weir.collector.simulation.Truth;
import io.weir.series.v1.Count;
import io.weir.series.v1.DropWindow;
import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.SliWindow;
import io.weir.series.v1.Window;
import io.weir.topic.TopicKeys;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the stream jobs counted, in the words of the truth. Later records of a window replace
 * earlier ones. Mutable.
 */
public final class Counted {
  /** Drops of one group, whoever denied them. */
  record Drops(long count, SortedSet<String> policies) {}

  final SortedMap<Truth.Edge, SortedMap<Truth.Slot, SortedMap<String, Long>>> edges =
      new TreeMap<>();
  final SortedMap<String, SortedMap<Truth.Slot, SortedMap<String, Sli>>> indicators =
      new TreeMap<>();
  final SortedMap<Truth.Drop, SortedMap<Truth.Slot, SortedMap<String, Long>>> drops =
      new TreeMap<>();

  /** A window of an edge; that of no edge says only how complete the others are. */
  public void add(EdgeWindow window) {
    if (!window.hasEdge()) {
      return;
    }
    Edge edge = window.getEdge();
    Truth.Edge key =
        new Truth.Edge(
            TopicKeys.peer(edge.getClient()),
            TopicKeys.peer(edge.getServer()),
            edge.getPort(),
            edge.getProtocol());
    edges
        .computeIfAbsent(key, k -> new TreeMap<>())
        .put(slot(window.getWindow()), counts(window.getCounts()));
  }

  /** A window of an indicator. */
  public void add(SliWindow window) {
    indicators
        .computeIfAbsent(subject(window), key -> new TreeMap<>())
        .computeIfAbsent(slot(window.getWindow()), key -> new TreeMap<>())
        .put(window.getIndicator(), new Sli(window.getGood(), window.getTotal()));
  }

  /** A window of a drop group. */
  public void add(DropWindow window) {
    Truth.Drop key =
        new Truth.Drop(
            window.getReason(),
            window.getDirection(),
            TopicKeys.peer(window.getSource()),
            TopicKeys.peer(window.getDestination()),
            window.getPort(),
            window.getProtocol(),
            window.getNode(),
            "");
    drops
        .computeIfAbsent(key, k -> new TreeMap<>())
        .computeIfAbsent(slot(window.getWindow()), k -> new TreeMap<>())
        .put(String.join(",", window.getPoliciesList()), window.getCount());
  }

  /** The windows that begin in {@code [startNs, startNs + lengthNs)}. */
  public Counted between(long startNs, long lengthNs) {
    Counted part = new Counted();
    cut(edges, part.edges, startNs, lengthNs);
    cut(indicators, part.indicators, startNs, lengthNs);
    cut(drops, part.drops, startNs, lengthNs);
    return part;
  }

  private static <K, V> void cut(
      SortedMap<K, SortedMap<Truth.Slot, V>> from,
      SortedMap<K, SortedMap<Truth.Slot, V>> to,
      long startNs,
      long lengthNs) {
    from.forEach(
        (key, slots) -> {
          SortedMap<Truth.Slot, V> kept = new TreeMap<>(slots);
          kept.keySet()
              .removeIf(slot -> slot.startNs() < startNs || slot.startNs() >= startNs + lengthNs);
          if (!kept.isEmpty()) {
            to.put(key, kept);
          }
        });
  }

  static String subject(String client, String server, String protocol, int port) {
    return client + "|" + server + "|" + protocol + ":" + port;
  }

  static String service(String server) {
    return server;
  }

  private static String subject(SliWindow window) {
    if (!window.getProbe().isEmpty()) {
      return window.getProbe();
    }
    String server = TopicKeys.peer(window.getServer());
    return window.hasClient()
        ? subject(
            TopicKeys.peer(window.getClient()), server, window.getProtocol(), window.getPort())
        : service(server);
  }

  private static Truth.Slot slot(Window window) {
    return new Truth.Slot(window.getLengthNs(), window.getStartNs());
  }

  private static SortedMap<String, Long> counts(EdgeCounts window) {
    SortedMap<String, Long> counts = new TreeMap<>();
    put(counts, Counts.FLOWS, window.getFlows());
    put(counts, Counts.VERDICTS, window.getVerdictsList());
    put(counts, Counts.DROPS, window.getDropsList());
    put(counts, Counts.ATTEMPTS, window.getTcp().getAttempts());
    put(counts, Counts.ESTABLISHED, window.getTcp().getEstablished());
    put(counts, Counts.REFUSED, window.getTcp().getRefused());
    put(counts, Counts.UNANSWERED, window.getTcp().getUnanswered());
    put(counts, Counts.CLOSED, window.getTcp().getClosed());
    put(counts, Counts.RESET, window.getTcp().getReset());
    put(counts, Counts.RETRANSMITS, window.getTcp().getRetransmits());
    put(counts, Counts.REQUESTS, window.getHttp().getRequests());
    put(counts, Counts.RESPONSES, window.getHttp().getResponsesList());
    put(counts, Counts.HTTP_TIMED, window.getHttp().getTimed());
    put(counts, Counts.HTTP_WITHIN, window.getHttp().getWithinThreshold());
    put(counts, Counts.QUERIES, window.getDns().getQueries());
    put(counts, Counts.ANSWERS, window.getDns().getAnswersList());
    put(counts, Counts.DNS_UNANSWERED, window.getDns().getUnanswered());
    put(counts, Counts.DNS_DENIED, window.getDns().getDenied());
    put(counts, Counts.DELIVERED, window.getDelivered());
    put(counts, Counts.DNS_TIMED, window.getDns().getTimed());
    put(counts, Counts.DNS_WITHIN, window.getDns().getWithinThreshold());
    return counts;
  }

  private static void put(SortedMap<String, Long> counts, String name, long count) {
    if (count != 0) {
      counts.put(name, count);
    }
  }

  private static void put(SortedMap<String, Long> counts, String prefix, List<Count> named) {
    named.forEach(count -> put(counts, prefix + count.getName(), count.getCount()));
  }

  /** Drops of one group and window under every name of a policy. */
  static Drops sum(SortedMap<String, Long> byPolicies) {
    SortedSet<String> policies = new TreeSet<>();
    long count = 0;
    for (var entry : byPolicies.entrySet()) {
      count += entry.getValue();
      for (String policy : entry.getKey().split(",", -1)) {
        if (!policy.isEmpty()) {
          policies.add(policy);
        }
      }
    }
    return new Drops(count, policies);
  }
}
