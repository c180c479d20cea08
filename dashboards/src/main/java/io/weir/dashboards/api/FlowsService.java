package io.weir.dashboards.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.weir.dashboards.flows.FlowRange;
import io.weir.dashboards.flows.FlowRow;
import io.weir.dashboards.flows.Observer;
import io.weir.dashboards.flows.PageAnswer;
import io.weir.filter.query.FlowQuery;
import io.weir.hubble.observer.GetFlowsResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Flows of the past: {@code /flows} is a page of them, {@code /flows/ID} one with all its fields.
 */
final class FlowsService extends AbstractHttpService {
  private static final String NAME = "flows";
  private static final String BELOW = "/flows/";

  private final Observer observer;
  private final DashboardsConfig config;
  private final Answering answering;
  private final FlowsExport export;
  private final InstantSource clock;

  FlowsService(
      Observer observer,
      DashboardsConfig config,
      Answering answering,
      FlowsExport export,
      InstantSource clock) {
    this.observer = observer;
    this.config = config;
    this.answering = answering;
    this.export = export;
    this.clock = clock;
  }

  @Override
  protected HttpResponse doGet(ServiceRequestContext ctx, HttpRequest request) {
    String id = id(ctx);
    return answering.answer(
        NAME, ctx, parameters -> id.isEmpty() ? flows(ctx, parameters) : one(id, parameters));
  }

  /** What stands behind {@code flows/} in the path; empty for the path without it. */
  private static String id(ServiceRequestContext ctx) {
    String path = ctx.decodedPath();
    int at = path.indexOf(BELOW);
    return at < 0 ? "" : path.substring(at + BELOW.length());
  }

  private HttpResponse flows(ServiceRequestContext ctx, Map<String, String> parameters) {
    FlowsAsk ask = FlowsAsk.parse(parameters, config, clock.instant());
    if (ask.format() != FlowsAsk.Format.JSON) {
      return export.start(ctx, ask);
    }
    int limit = ask.limit().orElse(Math.min(FlowsAsk.LIMIT_DEFAULT, config.flows().rowsMax()));
    PageAnswer page = observer.page(ask.range(), ask.before(), limit, ask.detail());
    return Json.ok(FlowsAnswer.of(ask, page));
  }

  /** With the time of the flow only that moment is read; without it all of the archive may be. */
  private HttpResponse one(String id, Map<String, String> parameters) {
    FlowsAsk.known(parameters, List.of("time"));
    String time = parameters.get("time");
    if (time == null && id.startsWith("~")) {
      throw new BadQuestionException("time", "missing", "the row's time: this flow has no uuid");
    }
    Instant now = clock.instant();
    Instant from = time == null ? Instant.EPOCH : TimeText.parse("time", time, now);
    Instant to = time == null ? now : from.plusNanos(1);
    FlowQuery query =
        id.startsWith("~") ? FlowQuery.ALL : FlowsAsk.query("uuid:" + quoted(id)).query();
    PageAnswer page =
        observer.page(
            new FlowRange(query, from, to), Optional.empty(), config.flows().rowsMax(), true);
    List<FlowRow> rows = page.rows();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).id().equals(id)) {
        GetFlowsResponse response = page.flows().get(i);
        return Json.ok(FlowsAnswer.row(rows.get(i), true, response));
      }
    }
    return Json.error(
        HttpStatus.NOT_FOUND, "id: " + id + " (expected: id of a row, and its time as time=)");
  }

  private static String quoted(String id) {
    return "\"" + id.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
