package io.weir.dashboards.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.weir.dashboards.answer.AnswerTooLargeException;
import io.weir.dashboards.api.DashboardsMetrics.Outcome;
import io.weir.storage.StoreException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One question over HTTP: reads the parameters, answers on a thread that may block, and turns
 * trouble into a status and one sentence.
 */
final class QuestionService extends AbstractHttpService {
  private static final Logger LOG = LoggerFactory.getLogger(QuestionService.class);

  private final String name;
  private final Function<Ask, Object> question;
  private final DashboardsConfig config;
  private final Semaphore permits;
  private final DashboardsMetrics metrics;
  private final InstantSource clock;

  QuestionService(
      String name,
      Function<Ask, Object> question,
      DashboardsConfig config,
      Semaphore permits,
      DashboardsMetrics metrics,
      InstantSource clock) {
    this.name = name;
    this.question = question;
    this.config = config;
    this.permits = permits;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  protected HttpResponse doGet(ServiceRequestContext ctx, HttpRequest request) {
    if (!permits.tryAcquire()) {
      metrics.refused(name);
      return Json.error(
          HttpStatus.SERVICE_UNAVAILABLE,
          config.concurrentMax() + " questions are being answered already. Ask again in a moment.");
    }
    metrics.started();
    try {
      return HttpResponse.of(() -> answerAndRelease(ctx), ctx.blockingTaskExecutor());
    } catch (RuntimeException e) {
      // The executor refused it: the server is stopping.
      permits.release();
      metrics.finished(name, Outcome.FAILED, 0);
      throw e;
    }
  }

  private HttpResponse answerAndRelease(ServiceRequestContext ctx) {
    long startNs = System.nanoTime();
    Outcome outcome = Outcome.FAILED;
    try {
      Ask ask = Ask.parse(parameters(ctx), config, clock.instant());
      HttpResponse response = Json.ok(question.apply(ask));
      outcome = Outcome.ANSWERED;
      return response;
    } catch (BadQuestionException e) {
      outcome = Outcome.REJECTED;
      return Json.error(HttpStatus.BAD_REQUEST, e.getMessage());
    } catch (AnswerTooLargeException e) {
      outcome = Outcome.REJECTED;
      return Json.error(HttpStatus.UNPROCESSABLE_ENTITY, e.getMessage());
    } catch (StoreException e) {
      LOG.warn("Cannot answer: the store cannot be read question={}", name, e);
      return Json.error(HttpStatus.SERVICE_UNAVAILABLE, "Cannot answer: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("Cannot answer question={} path={}", name, ctx.path(), e);
      return Json.error(
          HttpStatus.INTERNAL_SERVER_ERROR, "Cannot answer: " + e + ". The log has the details.");
    } finally {
      permits.release();
      metrics.finished(name, outcome, (System.nanoTime() - startNs) / 1e9);
    }
  }

  private static Map<String, String> parameters(ServiceRequestContext ctx) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String parameter : ctx.queryParams().names()) {
      List<String> values = ctx.queryParams().getAll(parameter);
      if (values.size() > 1) {
        throw new BadQuestionException(parameter, values.toString(), "one value");
      }
      parameters.put(parameter, values.get(0));
    }
    return parameters;
  }
}
