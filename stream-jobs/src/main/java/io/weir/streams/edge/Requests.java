package io.weir.streams.edge;

import io.weir.hubble.flow.DNS;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.HTTP;
import io.weir.hubble.flow.HTTPHeader;
import io.weir.hubble.flow.Kafka;
import io.weir.hubble.flow.L7FlowType;
import io.weir.series.v1.Edge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The application half of {@link ConnectionTracker}: HTTP, DNS and Kafka.
 *
 * <p>A request that a proxy at its source and another at its destination report counts once: the
 * proxy that reports a connection first owns it, others only count as flows. The legs on both sides
 * of one proxy are connections of their own where the proxy does not keep the client's port; such a
 * request counts on both legs' edges.
 */
final class Requests {
  /** Queries, and answers, that wait for their other half on one connection; the oldest goes. */
  static final int WAITING_MAX = 64;

  private static final String GRPC_STATUS = "grpc-status";

  private final EdgeRules rules;

  Requests(EdgeRules rules) {
    this.rules = rules;
  }

  /** {@code counts} plus the request or response of a flow that belongs to no known connection. */
  EdgeCounts untracked(EdgeCounts counts, Flow flow) {
    if (flow.getL7().hasDns()) {
      return counts.plus(
          isRequest(flow)
              ? DnsTally.query(flow.getL7().getDns().getQuery())
              : answer(flow, latencyOf(flow)));
    }
    return counts.plus(http(flow)).plus(kafka(flow));
  }

  /** {@code counts} plus the request or response; what belongs to other times goes to deltas. */
  EdgeCounts onFlow(
      Connection connection,
      Edge edge,
      EdgeCounts counts,
      Flow flow,
      long timeNs,
      List<EdgeDelta> deltas) {
    if (!FlowFacts.isL7(flow)) {
      return counts;
    }
    String proxy = FlowFacts.proxy(flow);
    if (connection.proxy.isEmpty()) {
      connection.proxy = proxy;
    } else if (!connection.proxy.equals(proxy)) {
      return counts;
    }
    if (!flow.getL7().hasDns()) {
      return counts.plus(http(flow)).plus(kafka(flow));
    }
    if (isRequest(flow)) {
      onQuery(connection, edge, flow, timeNs, deltas);
      return counts.plus(DnsTally.query(flow.getL7().getDns().getQuery()));
    }
    onAnswer(connection, edge, flow, timeNs, deltas);
    return counts;
  }

  void onTime(Connection connection, long nowNs, List<EdgeDelta> deltas) {
    for (Map.Entry<String, Connection.Query> entry : connection.queries.entrySet()) {
      Connection.Query query = entry.getValue();
      if (!query.unanswered() && nowNs >= query.timeNs() + rules.answerTimeout().toNanos()) {
        entry.setValue(new Connection.Query(query.timeNs(), query.edge(), true));
        deltas.add(dns(query, DnsTally.UNANSWERED));
      }
    }
  }

  private HttpTally http(Flow flow) {
    if (!flow.getL7().hasHttp()) {
      return HttpTally.NONE;
    }
    HTTP http = flow.getL7().getHttp();
    var call =
        new HttpCallTally.Key(
            http.getMethod().toUpperCase(Locale.ROOT), HttpPaths.fold(http.getUrl()));
    return isRequest(flow)
        ? HttpTally.request(call)
        : HttpTally.response(
            call, status(http), latency(latencyOf(flow), rules.httpLatencyThreshold()));
  }

  private static String status(HTTP http) {
    for (HTTPHeader header : http.getHeadersList()) {
      if (header.getKey().equalsIgnoreCase(GRPC_STATUS)
          && !header.getValue().isEmpty()
          && !header.getValue().equals("0")) {
        return "grpc-" + header.getValue();
      }
    }
    return Integer.toString(http.getCode());
  }

  @SuppressWarnings("deprecation") // Hubble stopped filling it; old exports have it
  private static KafkaTally kafka(Flow flow) {
    if (!flow.getL7().hasKafka()) {
      return KafkaTally.NONE;
    }
    Kafka kafka = flow.getL7().getKafka();
    boolean request = isRequest(flow);
    return KafkaTally.of(
        new KafkaTally.Key(kafka.getTopic(), kafka.getApiKey()),
        new KafkaTally.Calls(request ? 1 : 0, !request && kafka.getErrorCode() != 0 ? 1 : 0));
  }

  private void onQuery(
      Connection connection, Edge edge, Flow flow, long timeNs, List<EdgeDelta> deltas) {
    String key = key(flow);
    Long answered = connection.answers.get(key);
    if (answered != null && answered >= timeNs) {
      connection.answers.remove(key);
      return;
    }
    if (connection.queries.size() >= WAITING_MAX && !connection.queries.containsKey(key)) {
      evictOldestQuery(connection, deltas);
    }
    // The same question again before an answer: a retry. One answer will do for both.
    connection.queries.putIfAbsent(key, new Connection.Query(timeNs, edge, false));
  }

  private static void evictOldestQuery(Connection connection, List<EdgeDelta> deltas) {
    connection.queries.entrySet().stream()
        .min(Map.Entry.comparingByValue((a, b) -> Long.compare(a.timeNs(), b.timeNs())))
        .ifPresent(
            oldest -> {
              connection.queries.remove(oldest.getKey());
              if (!oldest.getValue().unanswered()) {
                deltas.add(dns(oldest.getValue(), DnsTally.UNANSWERED));
              }
            });
  }

  private void onAnswer(
      Connection connection, Edge edge, Flow flow, long timeNs, List<EdgeDelta> deltas) {
    String key = key(flow);
    Connection.Query query = connection.queries.get(key);
    if (query == null || timeNs < query.timeNs()) {
      deltas.add(delta(edge, timeNs, answer(flow, latencyOf(flow))));
      if (connection.answers.size() >= WAITING_MAX) {
        connection.answers.remove(new ArrayList<>(connection.answers.keySet()).get(0));
      }
      connection.answers.put(key, timeNs);
      return;
    }
    connection.queries.remove(key);
    long waitedNs = timeNs - query.timeNs();
    long latencyNs = latencyOf(flow) > 0 ? latencyOf(flow) : waitedNs;
    boolean inTime = waitedNs < rules.answerTimeout().toNanos();
    if (query.unanswered() && inTime) {
      deltas.add(dns(query, DnsTally.NOT_UNANSWERED_AFTER_ALL));
    }
    if (inTime) {
      deltas.add(dns(query, answer(flow, latencyNs)));
    } else if (!query.unanswered()) {
      deltas.add(dns(query, DnsTally.UNANSWERED));
    }
  }

  private DnsTally answer(Flow flow, long latencyNs) {
    DNS dns = flow.getL7().getDns();
    return DnsTally.answer(
        dns.getQuery(),
        Rcodes.name(dns.getRcode()),
        latency(latencyNs, rules.dnsLatencyThreshold()));
  }

  private static Latencies latency(long latencyNs, Duration threshold) {
    return latencyNs > 0 ? Latencies.of(latencyNs, threshold.toNanos()) : Latencies.NONE;
  }

  private static long latencyOf(Flow flow) {
    return flow.getL7().getLatencyNs();
  }

  private static boolean isRequest(Flow flow) {
    return flow.getL7().getType() != L7FlowType.RESPONSE;
  }

  private static String key(Flow flow) {
    DNS dns = flow.getL7().getDns();
    return dns.getQuery() + " " + String.join(",", dns.getQtypesList());
  }

  private static EdgeDelta dns(Connection.Query query, DnsTally tally) {
    return delta(query.edge(), query.timeNs(), tally);
  }

  private static EdgeDelta delta(Edge edge, long timeNs, DnsTally tally) {
    return new EdgeDelta(edge, timeNs, EdgeCounts.NONE.plus(tally));
  }
}
