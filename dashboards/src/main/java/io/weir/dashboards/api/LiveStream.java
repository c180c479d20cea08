package io.weir.dashboards.api;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import io.weir.dashboards.answer.TimeRange;
import io.weir.dashboards.flows.FlowRow;
import io.weir.dashboards.flows.FlowsConfig;
import io.weir.dashboards.flows.LiveBuffer;
import io.weir.dashboards.flows.ObserverException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One browser that follows. Looks into the buffer a few times a second; as long as the browser has
 * not taken what was sent before, nothing more is sent and the buffer lets go of its oldest.
 * Confined to one task at a time.
 */
final class LiveStream {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);

  /** A browser that takes nothing for so long is gone, whatever its connection says. */
  private static final Duration STALLED_MAX = Duration.ofSeconds(60);

  private final FlowsConfig config;
  private final QueryView query;
  private final LiveResumption resumption;
  private final LiveBuffer buffer;
  private final HttpResponseWriter out;
  private final FlowsMetrics metrics;
  private final InstantSource clock;
  private CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);
  private long lastSentNs = System.nanoTime();
  private long newestNs;

  LiveStream(
      FlowsConfig config,
      QueryView query,
      LiveResumption resumption,
      LiveBuffer buffer,
      HttpResponseWriter out,
      FlowsMetrics metrics,
      InstantSource clock) {
    this.config = config;
    this.query = query;
    this.resumption = resumption;
    this.buffer = buffer;
    this.out = out;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Sends until the browser or the observer goes.
   *
   * @param closing run once, at the end
   */
  void start(ScheduledExecutorService executor, Runnable closing) {
    StringBuilder open = new StringBuilder("retry: 2000\n");
    event(open, "open", Map.of("query", query));
    resumption
        .gapFrom()
        .ifPresent(from -> event(open, "gap", times("from", from, "to", clock.instant())));
    send(open);
    ScheduledFuture<?> ticks =
        executor.scheduleWithFixedDelay(
            this::tick,
            config.liveInterval().toMillis(),
            config.liveInterval().toMillis(),
            TimeUnit.MILLISECONDS);
    out.whenComplete()
        .whenComplete(
            (ok, gone) -> {
              ticks.cancel(false);
              closing.run();
            });
  }

  private void tick() {
    try {
      long silentNs = System.nanoTime() - lastSentNs;
      if (!taken.isDone()) {
        if (silentNs > STALLED_MAX.toNanos()) {
          LOG.info("A browser that follows flows takes nothing: ended stalled={}", STALLED_MAX);
          out.abort();
        }
        return;
      }
      StringBuilder events = new StringBuilder();
      LiveBuffer.Batch batch = buffer.take();
      write(batch, events);
      if (events.length() == 0 && silentNs > config.heartbeat().toNanos()) {
        event(events, "beat", times("at", clock.instant()));
      }
      if (events.length() > 0) {
        send(events);
      }
      if (batch.ended()) {
        out.close();
      }
    } catch (RuntimeException e) {
      LOG.error("Cannot send flows to a browser", e);
      out.close(e);
    }
  }

  private void write(LiveBuffer.Batch batch, StringBuilder events) {
    if (batch.missed() > 0) {
      event(events, "missed", Map.of("flows", batch.missed()));
    }
    if (batch.lost() > 0) {
      event(events, "lost", Map.of("events", batch.lost()));
    }
    List<FlowRow> rows = batch.rows();
    if (!rows.isEmpty()) {
      rows.forEach(row -> newestNs = Math.max(newestNs, TimeRange.nanos(row.time())));
      events.append("id: ").append(newestNs).append('\n');
      event(
          events,
          "flows",
          Map.of(
              "rows",
              rows.stream()
                  .map(row -> new FlowsAnswer.Row(row, row.connection(), Optional.empty()))
                  .toList()));
    }
    metrics.live(rows.size(), batch.missed());
    batch.failure().ifPresent(failure -> event(events, "failed", failed(failure)));
  }

  private static Map<String, Object> failed(ObserverException failure) {
    Map<String, Object> failed = new LinkedHashMap<>();
    failed.put("error", String.valueOf(failure.getMessage()));
    failed.put("again", failure.kind() != ObserverException.Kind.INVALID);
    return failed;
  }

  private static Map<String, Instant> times(String name, Instant time) {
    return Map.of(name, time);
  }

  private static Map<String, Instant> times(String first, Instant from, String second, Instant to) {
    Map<String, Instant> times = new LinkedHashMap<>();
    times.put(first, from);
    times.put(second, to);
    return times;
  }

  /** JSON has no line breaks, so one line of data is enough. */
  private static void event(StringBuilder to, String name, Object data) {
    to.append("event: ").append(name).append("\ndata: ").append(Json.text(data)).append("\n\n");
  }

  private void send(StringBuilder events) {
    if (out.tryWrite(HttpData.ofUtf8(events))) {
      taken = out.whenConsumed();
      lastSentNs = System.nanoTime();
    }
  }
}
