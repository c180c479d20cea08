package io.weir.streams.edge;

import io.weir.series.v1.HttpCall;
import io.weir.series.v1.HttpCounts;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * HTTP of an edge. Immutable. Counts are below 0 in corrections alone.
 *
 * @param responses by status code as text; {@code grpc-14} where a gRPC status other than 0 is seen
 * @param calls at most {@value #CALLS_MAX} and {@link HttpCallTally.Key#OTHER}
 */
public record HttpTally(
    long requests,
    NamedCounts responses,
    Latencies latencies,
    SortedMap<HttpCallTally.Key, HttpCallTally> calls) {
  /** Calls kept apart in one window; the rest is summed up as {@code other}. */
  public static final int CALLS_MAX = 200;

  public static final HttpTally NONE =
      new HttpTally(0, NamedCounts.NONE, Latencies.NONE, Collections.emptySortedMap());

  static HttpTally request(HttpCallTally.Key call) {
    HttpCallTally one = new HttpCallTally(1, NamedCounts.NONE, LatencySketch.NONE);
    return new HttpTally(1, NamedCounts.NONE, Latencies.NONE, single(call, one));
  }

  static HttpTally response(HttpCallTally.Key call, String status, Latencies latency) {
    NamedCounts statuses = NamedCounts.one(status);
    return new HttpTally(
        0, statuses, latency, single(call, new HttpCallTally(0, statuses, latency.sketch())));
  }

  private static SortedMap<HttpCallTally.Key, HttpCallTally> single(
      HttpCallTally.Key key, HttpCallTally value) {
    TreeMap<HttpCallTally.Key, HttpCallTally> calls = new TreeMap<>();
    calls.put(key, value);
    return Collections.unmodifiableSortedMap(calls);
  }

  /** Adds field by field, within the limit of calls. Associative and commutative. */
  public HttpTally plus(HttpTally other) {
    if (other == NONE) {
      return this;
    }
    if (this == NONE) {
      return other;
    }
    return new HttpTally(
        requests + other.requests,
        responses.plus(other.responses),
        latencies.plus(other.latencies),
        Capped.sum(
            calls,
            other.calls,
            HttpCallTally::plus,
            HttpCallTally::isNone,
            CALLS_MAX,
            HttpCallTally.Key.OTHER));
  }

  /** What takes these back. */
  HttpTally negated() {
    if (this == NONE) {
      return this;
    }
    TreeMap<HttpCallTally.Key, HttpCallTally> less = new TreeMap<>();
    calls.forEach((key, call) -> less.put(key, call.negated()));
    return new HttpTally(
        -requests,
        responses.negated(),
        latencies.negated(),
        Collections.unmodifiableSortedMap(less));
  }

  HttpCounts toProto() {
    HttpCounts.Builder http =
        HttpCounts.newBuilder()
            .setRequests(requests)
            .addAllResponses(responses.toProto())
            .setLatencySketch(latencies.sketch().toBytes())
            .setWithinThreshold(latencies.withinThreshold())
            .setTimed(latencies.timed());
    calls.forEach((key, call) -> http.addCalls(call.toProto(key)));
    return http.build();
  }

  static HttpTally fromProto(HttpCounts http) {
    TreeMap<HttpCallTally.Key, HttpCallTally> calls = new TreeMap<>();
    for (HttpCall call : http.getCallsList()) {
      calls.put(
          HttpCallTally.Key.of(call.getMethod(), call.getPath()), HttpCallTally.fromProto(call));
    }
    return new HttpTally(
        http.getRequests(),
        NamedCounts.fromProto(http.getResponsesList()),
        new Latencies(
            LatencySketch.fromBytes(http.getLatencySketch()),
            http.getWithinThreshold(),
            http.getTimed()),
        Collections.unmodifiableSortedMap(calls));
  }
}
