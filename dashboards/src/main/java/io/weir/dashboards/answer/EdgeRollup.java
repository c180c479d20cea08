package io.weir.dashboards.answer;

import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeWindow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Folds windows into one row per edge. The windows must not overlap (see {@link WindowPlan}); their
 * order does not matter. Confined to the thread that answers.
 */
public final class EdgeRollup {
  /** More edges than this are refused rather than summed: an answer must fit in memory. */
  static final int EDGES_MAX = 100_000;

  private final EdgeFilter filter;
  private final Map<Edge, TrafficTally> byEdge = new HashMap<>();

  /** Counts the edges that match. */
  public EdgeRollup(EdgeFilter filter) {
    this.filter = filter;
  }

  /**
   * Counts a window.
   *
   * @throws AnswerTooLargeException beyond 100,000 edges
   */
  public void add(EdgeWindow window) {
    Edge edge = window.getEdge();
    if (filter.matches(edge)) {
      tally(edge).add(window.getCounts());
    }
  }

  private TrafficTally tally(Edge edge) {
    TrafficTally tally = byEdge.get(edge);
    if (tally == null) {
      if (byEdge.size() >= EDGES_MAX) {
        throw new AnswerTooLargeException(
            "More than 100,000 edges in this range. Name a namespace or service, or a shorter range.");
      }
      tally = new TrafficTally();
      byEdge.put(edge, tally);
    }
    return tally;
  }

  /** One row per edge, in no order. */
  public List<EdgeRow> rows() {
    return byEdge.entrySet().stream()
        .map(entry -> EdgeRow.of(entry.getKey(), entry.getValue().toTraffic()))
        .toList();
  }
}
