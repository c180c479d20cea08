package io.weir.dashboards.answer;

import com.google.protobuf.ByteString;
import io.weir.series.v1.Count;
import java.util.List;
import java.util.Map;

/** Adds up HTTP counts. Confined to the thread that answers. */
final class HttpTally {
  private final Counts codes = new Counts();
  private final LatencyTally latency = new LatencyTally();
  private long requests;

  void add(long moreRequests, List<Count> responses, ByteString latencySketch) {
    requests = Math.addExact(requests, moreRequests);
    codes.add(responses);
    latency.add(latencySketch);
  }

  void add(HttpTally other) {
    requests = Math.addExact(requests, other.requests);
    codes.add(other.codes);
    latency.add(other.latency);
  }

  Http toHttp() {
    Map<String, Long> byCode = codes.toMap();
    Counts classes = new Counts();
    byCode.forEach((code, count) -> classes.add(statusClass(code), count));
    Map<String, Long> byClass = classes.toMap();
    long responses = Counts.sum(byCode);
    return new Http(
        requests,
        responses,
        byClass,
        byCode,
        Ratios.of(byClass.getOrDefault("4xx", 0L), responses),
        Ratios.of(byClass.getOrDefault("5xx", 0L), responses),
        latency.toLatency());
  }

  private static String statusClass(String code) {
    char first = code.isEmpty() ? '?' : code.charAt(0);
    return code.length() == 3 && first >= '1' && first <= '5' ? first + "xx" : "other";
  }
}
