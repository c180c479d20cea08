package io.weir.dashboards.api;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.weir.dashboards.answer.AnswerTooLargeException;
import io.weir.dashboards.api.DashboardsMetrics.Outcome;
import io.weir.dashboards.flows.ObserverException;
import io.weir.storage.StoreException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions on threads that may block, so many at a time, and turns trouble into a status
 * and one sentence.
 */
final class Answering {
  private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

  private final int concurrentMax;
  private final Semaphore permits;
  private final DashboardsMetrics metrics;

  Answering(int concurrentMax, DashboardsMetrics metrics) {
    this.concurrentMax = concurrentMax;
    this.permits = new Semaphore(concurrentMax);
    this.metrics = metrics;
  }

  /** What a question makes of its parameters. */
  interface Question {
    HttpResponse answer(Map<String, String> parameters);
  }

  /**
   * Answers, or says why not.
   *
   * @param name of the question, for metrics and logs
   */
  HttpResponse answer(String name, ServiceRequestContext ctx, Question question) {
    if (!permits.tryAcquire()) {
      metrics.refused(name);
      return Json.error(
          HttpStatus.SERVICE_UNAVAILABLE,
          concurrentMax + " questions are being answered already. Ask again in a moment.");
    }
    metrics.started();
    try {
      return HttpResponse.of(
          () -> answerAndRelease(name, ctx, question), ctx.blockingTaskExecutor());
    } catch (RuntimeException e) {
      // The executor refused it: the server is stopping.
      permits.release();
      metrics.finished(name, Outcome.FAILED, 0);
      throw e;
    }
  }

  private HttpResponse answerAndRelease(String name, ServiceRequestContext ctx, Question question) {
    long startNs = System.nanoTime();
    Outcome outcome = Outcome.FAILED;
    try {
      HttpResponse response = question.answer(parameters(ctx));
      outcome = Outcome.ANSWERED;
      return response;
    } catch (BadQueryException e) {
      outcome = Outcome.REJECTED;
      return Json.badRequest(QueryError.of(e.problem()));
    } catch (BadQuestionException e) {
      outcome = Outcome.REJECTED;
      return Json.error(HttpStatus.BAD_REQUEST, e.getMessage());
    } catch (AnswerTooLargeException e) {
      outcome = Outcome.REJECTED;
      return Json.error(HttpStatus.UNPROCESSABLE_ENTITY, e.getMessage());
    } catch (ObserverException e) {
      if (e.kind() == ObserverException.Kind.INVALID) {
        outcome = Outcome.REJECTED;
      } else {
        LOG.warn("The observer does not answer question={}", name, e);
      }
      return Json.error(status(e), e.getMessage());
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

  private static HttpStatus status(ObserverException e) {
    return switch (e.kind()) {
      case INVALID -> HttpStatus.BAD_REQUEST;
      case TIMEOUT -> HttpStatus.GATEWAY_TIMEOUT;
      case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
    };
  }

  /**
   * The parameters, each once.
   *
   * @throws BadQuestionException naming one that is there twice
   */
  static Map<String, String> parameters(ServiceRequestContext ctx) {
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
