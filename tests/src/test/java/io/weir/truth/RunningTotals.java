package io.weir.truth;

import io.weir.collector.simulation.Counts;
import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.EdgeWindow;
import io.weir.topic.TopicKeys;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A consumer that keeps totals and never looks at a window as a whole again: of each record it
 * subtracts what the one before said under the same key, and adds what this one says. Mutable.
 */
final class RunningTotals {
  /** What it adds up, in the words of the truth. */
  static final List<String> NAMES =
      List.of(
          Counts.FLOWS,
          Counts.ATTEMPTS,
          Counts.ESTABLISHED,
          Counts.CLOSED,
          Counts.REQUESTS,
          Counts.QUERIES,
          Counts.DNS_UNANSWERED);

  private final long lengthNs;
  private final Map<ByteBuffer, Map<String, Long>> before = new HashMap<>();
  private final Map<String, Long> totals = new TreeMap<>();
  private long revisions;

  /**
   * @param lengthNs of the windows it reads; the others hold the same events
   */
  RunningTotals(long lengthNs) {
    this.lengthNs = lengthNs;
  }

  /** Takes a record; those of one key in order. */
  void take(ByteBuffer key, EdgeWindow window) {
    if (window.getWindow().getLengthNs() != lengthNs) {
      return;
    }
    Map<String, Long> now = counts(window);
    Map<String, Long> old = before.put(key, now);
    if (old != null) {
      revisions++;
      old.forEach((name, count) -> totals.merge(name, -count, Long::sum));
    }
    now.forEach((name, count) -> totals.merge(name, count, Long::sum));
  }

  private static Map<String, Long> counts(EdgeWindow window) {
    String client = TopicKeys.peer(window.getEdge().getClient());
    String server = TopicKeys.peer(window.getEdge().getServer());
    int port = window.getEdge().getPort();
    EdgeCounts counts = window.getCounts();
    List<Long> values =
        List.of(
            counts.getFlows(),
            counts.getTcp().getAttempts(),
            counts.getTcp().getEstablished(),
            counts.getTcp().getClosed(),
            counts.getHttp().getRequests(),
            counts.getDns().getQueries(),
            counts.getDns().getUnanswered());
    Map<String, Long> named = new HashMap<>();
    for (int i = 0; i < NAMES.size(); i++) {
      named.put(name(client, server, port, NAMES.get(i)), values.get(i));
    }
    return named;
  }

  /** One count of one edge. */
  static String name(String client, String server, int port, String count) {
    return client + "|" + server + "|" + port + " " + count;
  }

  /** By edge and name; those that are 0 are left out. */
  Map<String, Long> totals() {
    Map<String, Long> all = new TreeMap<>(totals);
    all.values().removeIf(count -> count == 0);
    return all;
  }

  /** Records that replaced another one. */
  long revisions() {
    return revisions;
  }
}
