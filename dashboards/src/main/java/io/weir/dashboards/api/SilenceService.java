package io.weir.dashboards.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.weir.dashboards.answer.SilenceBook;
import io.weir.dashboards.answer.SilenceRow;
import io.weir.dashboards.answer.SloView;
import io.weir.dashboards.answer.TimeRange;
import io.weir.slo.v1.Silence;
import io.weir.storage.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds silences ({@code POST /silences}) and ends them ({@code DELETE /silences/ID}). Takes JSON
 * alone: a browser asks before it sends that to somebody else's server, and is told no.
 */
final class SilenceService extends AbstractHttpService {
  /** What is live at a time. */
  static final int LIVE_MAX = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(SilenceService.class);

  private final QuestionService list;
  private final SilenceBook book;
  private final SloView slos;
  private final InstantSource clock;

  /**
   * @param list answers GET
   * @param slos knows the incidents
   */
  SilenceService(QuestionService list, SilenceBook book, SloView slos, InstantSource clock) {
    this.list = list;
    this.book = book;
    this.slos = slos;
    this.clock = clock;
  }

  @Override
  protected HttpResponse doGet(ServiceRequestContext ctx, HttpRequest request) throws Exception {
    return list.doGet(ctx, request);
  }

  @Override
  protected HttpResponse doPost(ServiceRequestContext ctx, HttpRequest request) {
    MediaType type = request.contentType();
    if (type == null || !type.is(MediaType.JSON)) {
      return Json.error(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "content-type: " + type + " (expected: application/json)");
    }
    return HttpResponse.of(
        request
            .aggregate()
            .thenApplyAsync(whole -> answer(() -> add(whole)), ctx.blockingTaskExecutor()));
  }

  @Override
  protected HttpResponse doDelete(ServiceRequestContext ctx, HttpRequest request) {
    String id = ctx.mappedPath().substring(ctx.mappedPath().lastIndexOf('/') + 1);
    return HttpResponse.of(() -> answer(() -> end(id)), ctx.blockingTaskExecutor());
  }

  private static HttpResponse answer(Supplier<HttpResponse> action) {
    try {
      return action.get();
    } catch (BadQuestionException e) {
      return Json.error(HttpStatus.BAD_REQUEST, e.getMessage());
    } catch (StoreException | UnsupportedOperationException e) {
      LOG.warn("A silence was not kept", e);
      return Json.error(HttpStatus.SERVICE_UNAVAILABLE, "Not kept: " + e.getMessage());
    }
  }

  private HttpResponse add(AggregatedHttpRequest request) {
    Instant now = clock.instant();
    Silence silence;
    try {
      silence =
          SilenceRequest.parse(Json.read(request.contentUtf8()), UUID.randomUUID().toString(), now);
    } catch (JsonProcessingException e) {
      throw new BadQuestionException("body: not JSON: " + e.getOriginalMessage(), e);
    }
    checkIncident(silence.getIncident());
    long live =
        book.silences().stream().filter(other -> SilenceRow.of(other, now).isLive()).count();
    if (live >= LIVE_MAX) {
      throw new BadQuestionException(
          "silences", live + " are live", "fewer than " + LIVE_MAX + "; end some first");
    }
    book.put(silence);
    LOG.info(
        "Silence added id={} owner={} matchers={} incident={}",
        silence.getId(),
        silence.getOwner(),
        silence.getMatchersList(),
        silence.getIncident());
    return Json.created(SilenceRow.of(silence, now));
  }

  private void checkIncident(String id) {
    if (!id.isEmpty() && slos.incidents().stream().noneMatch(of -> of.getId().equals(id))) {
      throw new BadQuestionException("incident", id, "an ID that weir incidents --all lists");
    }
  }

  private HttpResponse end(String id) {
    Instant now = clock.instant();
    Optional<Silence> found =
        book.silences().stream().filter(silence -> silence.getId().equals(id)).findFirst();
    if (found.isEmpty()) {
      return Json.error(
          HttpStatus.NOT_FOUND, "id: " + id + " (expected: one that weir silence lists)");
    }
    Silence ended = found.get();
    if (SilenceRow.of(ended, now).isLive()) {
      ended = ended.toBuilder().setEndsNs(TimeRange.nanos(now)).build();
      book.put(ended);
      LOG.info("Silence ended id={}", id);
    }
    return Json.ok(SilenceRow.of(ended, now));
  }
}
