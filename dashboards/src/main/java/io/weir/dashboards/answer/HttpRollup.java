package io.weir.dashboards.answer;

import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.HttpCall;
import io.weir.series.v1.HttpCounts;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Folds windows into one row per edge that speaks HTTP. The windows must not overlap; their order
 * does not matter. Confined to the thread that answers.
 */
public final class HttpRollup {
  private record CallKey(String method, String path) {}

  private final EdgeFilter filter;
  private final Map<Edge, Tally> byEdge = new HashMap<>();

  /** Counts the edges that match. */
  public HttpRollup(EdgeFilter filter) {
    this.filter = filter;
  }

  /**
   * Counts a window; without HTTP it changes nothing.
   *
   * @throws AnswerTooLargeException beyond 100,000 edges
   */
  public void add(EdgeWindow window) {
    HttpCounts http = window.getCounts().getHttp();
    if (http.getRequests() + http.getResponsesCount() == 0 || !filter.matches(window.getEdge())) {
      return;
    }
    if (byEdge.size() > EdgeRollup.EDGES_MAX) {
      throw new AnswerTooLargeException(
          "More than 100,000 edges in this range. Name a namespace or service, or a shorter range.");
    }
    byEdge.computeIfAbsent(window.getEdge(), edge -> new Tally()).add(http);
  }

  /** One row per edge, in no order. */
  public List<HttpRow> rows() {
    return byEdge.entrySet().stream().map(entry -> entry.getValue().row(entry.getKey())).toList();
  }

  /** One edge. */
  private static final class Tally {
    private static final Comparator<HttpRow.Call> MOST_FIRST =
        Comparator.comparingLong((HttpRow.Call call) -> call.http().requests())
            .reversed()
            .thenComparing(HttpRow.Call::path)
            .thenComparing(HttpRow.Call::method);

    private final HttpTally all = new HttpTally();
    private final Map<CallKey, HttpTally> byCall = new HashMap<>();

    void add(HttpCounts http) {
      all.add(http.getRequests(), http.getResponsesList(), http.getLatencySketch());
      for (HttpCall call : http.getCallsList()) {
        byCall
            .computeIfAbsent(new CallKey(call.getMethod(), call.getPath()), key -> new HttpTally())
            .add(call.getRequests(), call.getResponsesList(), call.getLatencySketch());
      }
    }

    HttpRow row(Edge edge) {
      Http http = all.toHttp();
      List<HttpRow.Call> calls =
          byCall.entrySet().stream()
              .map(
                  entry ->
                      new HttpRow.Call(
                          entry.getKey().method(),
                          entry.getKey().path(),
                          entry.getValue().toHttp()))
              .sorted(MOST_FIRST)
              .toList();
      long named = calls.stream().mapToLong(call -> call.http().requests()).sum();
      return new HttpRow(
          PeerView.of(edge.getClient()),
          PeerView.of(edge.getServer()),
          edge.getPort(),
          http,
          calls,
          Math.max(0, http.requests() - named));
    }
  }
}
