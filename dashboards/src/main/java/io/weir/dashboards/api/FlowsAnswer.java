package io.weir.dashboards.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dashboards.answer.Completeness;
import io.weir.dashboards.answer.Missing;
import io.weir.dashboards.answer.TimeRange;
import io.weir.dashboards.flows.Cursor;
import io.weir.dashboards.flows.FlowJson;
import io.weir.dashboards.flows.FlowRow;
import io.weir.dashboards.flows.PageAnswer;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.query.v1.Explanation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A page of flows.
 *
 * @param question {@code flows}
 * @param summary one or two sentences for people, about this page
 * @param info what it covers
 * @param query as understood
 * @param rows newest first
 * @param next for {@code before}; absent at the end of the range
 */
record FlowsAnswer(
    String question,
    String summary,
    Info info,
    QueryView query,
    List<Row> rows,
    Optional<String> next) {

  /**
   * What a page covers and what it does not.
   *
   * @param from start of the range that was asked for, inclusive
   * @param to its end, exclusive
   * @param complete whether anything is known to be missing among the flows of the page; {@code
   *     unknown} if the observer does not say
   * @param lost events known to be missing
   * @param missing what {@code lost} is made of
   * @param eventsRead what the observer read to find these flows
   * @param notes sentences about what to know before trusting the rows
   */
  record Info(
      Instant from,
      Instant to,
      Completeness complete,
      long lost,
      List<Missing> missing,
      Optional<Long> eventsRead,
      List<String> notes) {}

  /**
   * A row.
   *
   * @param row what is always there
   * @param connection a query for the flows of the same connection
   * @param flow every field as Hubble's JSON has it, if that was asked for
   */
  record Row(@JsonUnwrapped FlowRow row, Optional<String> connection, Optional<JsonNode> flow) {}

  static FlowsAnswer of(FlowsAsk ask, PageAnswer page) {
    List<Row> rows = new ArrayList<>();
    List<FlowRow> plain = page.rows();
    for (int i = 0; i < plain.size(); i++) {
      rows.add(row(plain.get(i), ask.detail(), page.flows().get(i)));
    }
    return new FlowsAnswer(
        "flows",
        FlowsSummary.of(plain, page.next().isPresent()),
        info(ask, page),
        QueryView.of(
            ask.query(), Optional.of(ask.from().toString()), Optional.of(ask.to().toString())),
        rows,
        page.next().map(Cursor::text));
  }

  static Row row(FlowRow row, boolean detail, GetFlowsResponse response) {
    return new Row(row, row.connection(), detail ? Optional.of(json(response)) : Optional.empty());
  }

  private static JsonNode json(GetFlowsResponse response) {
    try {
      return Json.read(FlowJson.line(response)).get("flow");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a flow cannot be written as JSON", e);
    }
  }

  private static Info info(FlowsAsk ask, PageAnswer page) {
    List<String> notes = new ArrayList<>();
    if (!page.unavailable().isEmpty()) {
      notes.add(
          "Out of reach, so their newest flows are not here: "
              + String.join(", ", page.unavailable())
              + ".");
    }
    Optional<Explanation> explanation = page.explanation();
    long lost = explanation.map(Explanation::getEventsMissing).orElse(0L);
    return new Info(
        ask.from(),
        ask.to(),
        explanation.isEmpty()
            ? Completeness.UNKNOWN
            : lost == 0 && page.unavailable().isEmpty() ? Completeness.TRUE : Completeness.FALSE,
        lost,
        explanation.stream()
            .flatMap(known -> known.getMissingList().stream())
            .map(
                missing ->
                    new Missing(
                        missing.getNode(),
                        missing.getStage(),
                        missing.getReason(),
                        missing.getEvents(),
                        TimeRange.instant(missing.getFirstNs()),
                        TimeRange.instant(missing.getLastNs())))
            .toList(),
        explanation.map(Explanation::getEventsRead),
        notes);
  }
}
