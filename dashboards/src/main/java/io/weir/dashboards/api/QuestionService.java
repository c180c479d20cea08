package io.weir.dashboards.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.time.InstantSource;
import java.util.function.Function;

/** One question over HTTP: reads the parameters that all questions have in common, and answers. */
final class QuestionService extends AbstractHttpService {
  private final String name;
  private final Function<Ask, Object> question;
  private final DashboardsConfig config;
  private final Answering answering;
  private final InstantSource clock;

  QuestionService(
      String name,
      Function<Ask, Object> question,
      DashboardsConfig config,
      Answering answering,
      InstantSource clock) {
    this.name = name;
    this.question = question;
    this.config = config;
    this.answering = answering;
    this.clock = clock;
  }

  @Override
  protected HttpResponse doGet(ServiceRequestContext ctx, HttpRequest request) {
    return answering.answer(
        name,
        ctx,
        parameters -> Json.ok(question.apply(Ask.parse(parameters, config, clock.instant()))));
  }
}
