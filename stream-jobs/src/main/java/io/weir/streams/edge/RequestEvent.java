package io.weir.streams.edge;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.HTTP;
import io.weir.hubble.flow.HTTPHeader;
import io.weir.hubble.flow.Kafka;
import io.weir.hubble.flow.L7FlowType;
import java.util.Locale;

/**
 * What one report of a proxy says of HTTP or Kafka: enough to count it, now or later, and little
 * enough to be kept. Immutable.
 */
public sealed interface RequestEvent {
  /** A report about neither; it counts nothing. */
  RequestEvent NONE = new None();

  /** What it counts of HTTP. */
  HttpTally http(EdgeRules rules);

  /** What it counts of Kafka. */
  KafkaTally kafka();

  /**
   * An HTTP request or response.
   *
   * @param status of a response; empty is a request
   * @param latencyNs of a response; 0 where the proxy has none
   */
  record Http(HttpCallTally.Key call, String status, long latencyNs) implements RequestEvent {
    // Many connections hold the same few.
    private static final Interned<String> STATUSES = new Interned<>(1 << 10);

    @Override
    public HttpTally http(EdgeRules rules) {
      if (status.isEmpty()) {
        return HttpTally.request(call);
      }
      long thresholdNs = rules.httpLatencyThreshold().toNanos();
      return HttpTally.response(
          call, status, latencyNs > 0 ? Latencies.of(latencyNs, thresholdNs) : Latencies.NONE);
    }

    @Override
    public KafkaTally kafka() {
      return KafkaTally.NONE;
    }
  }

  /** A Kafka request, or a response with an error. */
  record KafkaCall(KafkaTally.Key key, KafkaTally.Calls calls) implements RequestEvent {
    @Override
    public HttpTally http(EdgeRules rules) {
      return HttpTally.NONE;
    }

    @Override
    public KafkaTally kafka() {
      return KafkaTally.of(key, calls);
    }
  }

  /** See {@link #NONE}. */
  record None() implements RequestEvent {
    @Override
    public HttpTally http(EdgeRules rules) {
      return HttpTally.NONE;
    }

    @Override
    public KafkaTally kafka() {
      return KafkaTally.NONE;
    }
  }

  /** What {@code flow} reports. */
  static RequestEvent of(Flow flow) {
    if (flow.getL7().hasHttp()) {
      return http(flow);
    }
    return flow.getL7().hasKafka() ? kafka(flow) : NONE;
  }

  private static RequestEvent http(Flow flow) {
    HTTP http = flow.getL7().getHttp();
    var call =
        HttpCallTally.Key.of(
            http.getMethod().toUpperCase(Locale.ROOT), HttpPaths.fold(http.getUrl()));
    return isRequest(flow)
        ? new Http(call, "", 0)
        : new Http(call, status(http), flow.getL7().getLatencyNs());
  }

  private static String status(HTTP http) {
    for (HTTPHeader header : http.getHeadersList()) {
      if (header.getKey().equalsIgnoreCase("grpc-status")
          && !header.getValue().isEmpty()
          && !header.getValue().equals("0")) {
        return Http.STATUSES.of("grpc-" + header.getValue());
      }
    }
    return Http.STATUSES.of(Integer.toString(http.getCode()));
  }

  @SuppressWarnings("deprecation") // Hubble stopped filling it; old exports have it
  private static RequestEvent kafka(Flow flow) {
    Kafka kafka = flow.getL7().getKafka();
    boolean request = isRequest(flow);
    if (!request && kafka.getErrorCode() == 0) {
      return NONE; // of responses, errors alone count
    }
    return new KafkaCall(
        new KafkaTally.Key(kafka.getTopic(), kafka.getApiKey()),
        request ? KafkaTally.Calls.REQUEST : KafkaTally.Calls.ERROR);
  }

  private static boolean isRequest(Flow flow) {
    return flow.getL7().getType() != L7FlowType.RESPONSE;
  }
}
