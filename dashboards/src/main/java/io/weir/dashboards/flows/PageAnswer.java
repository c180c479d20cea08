package io.weir.dashboards.flows;

import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.query.v1.Explanation;
import java.util.List;
import java.util.Optional;

/**
 * A page and what is known of it.
 *
 * @param flows newest first, as they came
 * @param next where the next page begins; empty at the end of the range
 * @param explanation how it came about; empty from an observer that does not say
 * @param unavailable nodes out of reach
 */
public record PageAnswer(
    List<GetFlowsResponse> flows,
    Optional<Cursor> next,
    Optional<Explanation> explanation,
    List<String> unavailable) {
  public PageAnswer {
    flows = List.copyOf(flows);
    unavailable = List.copyOf(unavailable);
  }

  /** The flows as lines of a table. */
  public List<FlowRow> rows() {
    return flows.stream().map(FlowRow::of).toList();
  }
}
