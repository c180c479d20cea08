package io.weir.streams.edge;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.HTTP;
import io.weir.hubble.flow.HTTPHeader;
import io.weir.hubble.flow.Kafka;
import io.weir.hubble.flow.L7FlowType;
import java.time.Duration;
import java.util.Locale;

/**
 * The application half of {@link ConnectionTracker}: HTTP and Kafka, and DNS by way of {@link
 * Lookups}.
 *
 * <p>A request that a proxy at its source and another at its destination report counts once: the
 * proxy that reports a connection first owns it, others only count as flows. The legs on both sides
 * of one proxy are connections of their own where the proxy does not keep the client's port; such a
 * request counts on both legs' edges.
 */
final class Requests {
  private static final String GRPC_STATUS = "grpc-status";

  private final EdgeRules rules;
  private final Lookups lookups;

  Requests(EdgeRules rules) {
    this.rules = rules;
    this.lookups = new Lookups(rules);
  }

  /** {@code counts} plus the request or response of a flow that belongs to no known connection. */
  EdgeCounts untracked(EdgeCounts counts, Flow flow) {
    return flow.getL7().hasDns()
        ? counts.plus(lookups.untracked(flow))
        : counts.plus(http(flow)).plus(kafka(flow));
  }

  void onFlow(
      Connection connection, Conversation conversation, Flow flow, long timeNs, Deltas deltas) {
    if (!FlowFacts.isL7(flow)) {
      return;
    }
    String proxy = FlowFacts.proxy(flow);
    if (conversation.proxy.isEmpty()) {
      conversation.proxy = proxy;
    } else if (!conversation.proxy.equals(proxy)) {
      return;
    }
    if (flow.getL7().hasDns()) {
      lookups.onFlow(connection, conversation, flow, timeNs, deltas);
    } else {
      deltas.own(http(flow), kafka(flow));
    }
  }

  void onTime(Connection connection, Conversation conversation, long nowNs, Deltas deltas) {
    if (!conversation.lookups.isEmpty()) {
      lookups.onTime(connection, conversation, nowNs, deltas);
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

  private static Latencies latency(long latencyNs, Duration threshold) {
    return latencyNs > 0 ? Latencies.of(latencyNs, threshold.toNanos()) : Latencies.NONE;
  }

  private static long latencyOf(Flow flow) {
    return flow.getL7().getLatencyNs();
  }

  private static boolean isRequest(Flow flow) {
    return flow.getL7().getType() != L7FlowType.RESPONSE;
  }
}
