package io.weir.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.L7FlowType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * HTTP per edge, counted in one pass over a capture in which every request has one reporter. Shares
 * no code with the jobs: names are cut by one expression, percentiles come from sorted lists.
 */
final class HttpTruth {
  long requests;
  final Map<String, Long> codes = new TreeMap<>();
  private final List<Long> latenciesNs = new ArrayList<>();

  static Map<String, HttpTruth> of(List<Flow> flows) {
    Map<String, HttpTruth> edges = new TreeMap<>();
    for (Flow flow : flows) {
      boolean response = flow.getL7().getType() == L7FlowType.RESPONSE;
      String source = name(flow.getSource(), flow.getIP().getSource());
      String destination = name(flow.getDestination(), flow.getIP().getDestination());
      String key =
          response
              ? key(destination, source, flow.getL4().getTCP().getSourcePort())
              : key(source, destination, flow.getL4().getTCP().getDestinationPort());
      HttpTruth edge = edges.computeIfAbsent(key, k -> new HttpTruth());
      if (response) {
        edge.codes.merge(Integer.toString(flow.getL7().getHttp().getCode()), 1L, Long::sum);
        edge.latenciesNs.add(flow.getL7().getLatencyNs());
      } else {
        edge.requests++;
      }
    }
    return edges;
  }

  static String key(String client, String server, int port) {
    return client + " -> " + server + ":" + port;
  }

  private static String name(Endpoint endpoint, String ip) {
    if (!endpoint.getPodName().isEmpty()) {
      return endpoint.getPodName().replaceFirst("(-[a-z0-9]{8,10})?-[a-z0-9]{5}$", "");
    }
    if (endpoint.getLabelsList().contains("reserved:host")) {
      return "host";
    }
    return ip.replaceFirst("\\.[0-9]+$", ".0/24");
  }

  void check(String key, JsonNode http) {
    assertThat(http.get("requests").asLong()).as("requests of %s", key).isEqualTo(requests);
    Map<String, Long> answered = new TreeMap<>();
    http.get("codes")
        .fields()
        .forEachRemaining(e -> answered.put(e.getKey(), e.getValue().asLong()));
    assertThat(answered).as("status codes of %s", key).isEqualTo(codes);
    if (!latenciesNs.isEmpty()) {
      close(key + " p50", http.at("/latency/p50Ms").asDouble(), percentile(0.5));
      close(key + " p99", http.at("/latency/p99Ms").asDouble(), percentile(0.99));
    }
  }

  private double percentile(double q) {
    List<Long> sorted = new ArrayList<>(latenciesNs);
    Collections.sort(sorted);
    return sorted.get((int) Math.floor(q * (sorted.size() - 1))) / 1e6;
  }

  /** The sketches promise 1 % relative error. */
  private static void close(String what, double answered, double truth) {
    assertThat(answered).as(what).isCloseTo(truth, within(truth * 0.01));
  }
}
