package io.weir.dashboards.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.weir.dashboards.flows.ObserverException;
import io.weir.dashboards.flows.SeenValues;
import io.weir.filter.query.Completion;
import io.weir.filter.query.Key;
import java.util.List;
import java.util.Map;

/** What could stand at the caret of a query. */
final class FlowsCompleteService extends AbstractHttpService {
  private static final String NAME = "flows/complete";

  private final SeenValues seen;
  private final Answering answering;

  FlowsCompleteService(SeenValues seen, Answering answering) {
    this.seen = seen;
    this.answering = answering;
  }

  @Override
  protected HttpResponse doGet(ServiceRequestContext ctx, HttpRequest request) {
    return answering.answer(NAME, ctx, this::complete);
  }

  private HttpResponse complete(Map<String, String> parameters) {
    FlowsAsk.known(parameters, List.of("query", "at"));
    String query = parameters.getOrDefault("query", "");
    String at = parameters.getOrDefault("at", Integer.toString(query.length()));
    if (!at.matches("\\d{1,6}")) {
      throw new BadQuestionException("at", at, "a place in the query, from 0");
    }
    return Json.ok(Completion.at(query, Integer.parseInt(at), this::seen));
  }

  /** Whoever types is helped as far as that is possible. */
  private List<String> seen(Key key) {
    try {
      return seen.of(key);
    } catch (ObserverException e) {
      return List.of();
    }
  }
}
