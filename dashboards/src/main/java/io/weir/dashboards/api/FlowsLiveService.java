package io.weir.dashboards.api;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.weir.dashboards.flows.FlowsConfig;
import io.weir.dashboards.flows.LiveBuffer;
import io.weir.dashboards.flows.LiveCall;
import io.weir.dashboards.flows.Observer;
import io.weir.filter.query.ParsedQuery;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Flows as they arrive, as server-sent events, for so many browsers at a time. */
final class FlowsLiveService extends AbstractHttpService {
  private final Observer observer;
  private final FlowsConfig config;
  private final FlowsMetrics metrics;
  private final InstantSource clock;
  private final Semaphore permits;

  FlowsLiveService(
      Observer observer, FlowsConfig config, FlowsMetrics metrics, InstantSource clock) {
    this.observer = observer;
    this.config = config;
    this.metrics = metrics;
    this.clock = clock;
    this.permits = new Semaphore(config.liveStreamsMax());
  }

  @Override
  protected HttpResponse doGet(ServiceRequestContext ctx, HttpRequest request) {
    ParsedQuery query;
    try {
      Map<String, String> parameters = Answering.parameters(ctx);
      FlowsAsk.known(parameters, List.of("query"));
      query = FlowsAsk.query(parameters.getOrDefault("query", ""));
    } catch (BadQueryException e) {
      return Json.badRequest(QueryError.of(e.problem()));
    } catch (BadQuestionException e) {
      return Json.error(HttpStatus.BAD_REQUEST, e.getMessage());
    }
    if (!permits.tryAcquire()) {
      metrics.refused("live");
      return Json.error(
          HttpStatus.SERVICE_UNAVAILABLE,
          config.liveStreamsMax()
              + " browsers follow flows already. Close one, or raise"
              + " dashboards.flows.live-streams-max.");
    }
    LiveResumption resumption =
        LiveResumption.of(request.headers().get(HttpHeaderNames.LAST_EVENT_ID), clock.instant());
    return open(ctx, query, resumption);
  }

  private HttpResponse open(
      ServiceRequestContext ctx, ParsedQuery query, LiveResumption resumption) {
    ctx.clearRequestTimeout();
    LiveBuffer buffer = new LiveBuffer(config.liveRowsMax());
    Optional<Instant> since = resumption.since();
    LiveCall call = observer.follow(query.query(), since, buffer);
    HttpResponseWriter out = HttpResponse.streaming();
    out.write(
        ResponseHeaders.builder(HttpStatus.OK)
            .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8")
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
            // Or a proxy would collect the events.
            .set("x-accel-buffering", "no")
            .build());
    metrics.liveStarted();
    LiveStream stream =
        new LiveStream(
            config,
            QueryView.of(query, since.map(Instant::toString), Optional.empty()),
            resumption,
            buffer,
            out,
            metrics,
            clock);
    stream.start(
        ctx.blockingTaskExecutor(),
        () -> {
          call.close();
          permits.release();
          metrics.liveEnded();
        });
    return out;
  }
}
