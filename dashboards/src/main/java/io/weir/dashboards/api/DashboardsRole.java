package io.weir.dashboards.api;

import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.encoding.EncodingService;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.dashboards.answer.SilenceBook;
import io.weir.dashboards.answer.SloView;
import io.weir.runtime.Readiness;
import io.weir.runtime.Role;
import io.weir.runtime.StartException;
import io.weir.storage.SeriesStore;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Answers the on-call questions over HTTP: JSON under {@code /api/v1/}, and the web UI at {@code
 * /}.
 *
 * <p>There is no authentication: whoever reaches the port reads everything, and may silence alerts.
 * Hence it listens on loopback unless told otherwise.
 */
public final class DashboardsRole implements Role {
  private static final String PATH = "/api/v1/";
  private static final int CONNECTIONS_MAX = 1000;
  private static final Duration QUIET = Duration.ofMillis(100);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(5);

  private final DashboardsConfig config;
  private final SeriesStore store;
  private final SloView slos;
  private final SilenceBook silences;
  private final PrometheusRegistry registry;
  private final InstantSource clock;
  private final Optional<Path> directory;
  private volatile @Nullable Server server;

  /** Without a directory: the map is arranged anew after a restart. */
  public DashboardsRole(
      DashboardsConfig config,
      SeriesStore store,
      SloView slos,
      SilenceBook silences,
      PrometheusRegistry registry,
      InstantSource clock) {
    this(config, store, slos, silences, registry, clock, Optional.empty());
  }

  /**
   * Inert until started.
   *
   * @param config where to listen, and limits
   * @param store what is asked; stays the caller's to close
   * @param slos what alerting says; {@link SloView#NONE} without it
   * @param silences what people silenced; {@link SilenceBook#NONE} without
   * @param registry where its metrics go
   * @param clock what "now" is
   * @param directory where it remembers the places of the map; made when needed
   */
  public DashboardsRole(
      DashboardsConfig config,
      SeriesStore store,
      SloView slos,
      SilenceBook silences,
      PrometheusRegistry registry,
      InstantSource clock,
      Optional<Path> directory) {
    this.config = config;
    this.store = store;
    this.slos = slos;
    this.silences = silences;
    this.registry = registry;
    this.clock = clock;
    this.directory = directory;
  }

  @Override
  public String name() {
    return "dashboards";
  }

  @Override
  public void start() throws StartException {
    Server starting = build();
    try {
      starting.start().join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new StartException(
          "Cannot serve HTTP on "
              + config.host()
              + ":"
              + config.port()
              + ": "
              + cause.getMessage()
              + ". Stop what listens there, or set dashboards.port (0 picks a free one).",
          e);
    }
    server = starting;
  }

  private Server build() {
    DashboardsMetrics metrics = new DashboardsMetrics(registry);
    Semaphore permits = new Semaphore(config.concurrentMax());
    ServerBuilder builder =
        Server.builder()
            .http(new InetSocketAddress(config.host(), config.port()))
            .requestTimeout(config.requestTimeout())
            .meterRegistry(NoopMeterRegistry.get())
            .maxRequestLength(16 * 1024)
            .maxNumConnections(CONNECTIONS_MAX)
            .gracefulShutdownTimeout(QUIET, DRAIN_MAX);
    PlaceBook places =
        new PlaceBook(
            directory.map(dir -> new PlaceFile(dir.resolve("map-places.json"))),
            new PlaceMetrics(registry),
            clock);
    places.open();
    Questions questions = new Questions(store, slos, silences, places, clock);
    questions
        .byName()
        .forEach(
            (name, question) -> {
              QuestionService service =
                  new QuestionService(name, question, config, permits, metrics, clock);
              if (name.equals(Questions.SILENCES)) {
                SilenceService changing = new SilenceService(service, silences, slos, clock);
                builder.service(PATH + name, changing);
                builder.service("prefix:" + PATH + name + "/", changing);
              } else {
                builder.service(PATH + name, service);
              }
            });
    builder.serviceUnder(
        PATH,
        (ctx, request) ->
            Json.error(
                HttpStatus.NOT_FOUND,
                "path: "
                    + ctx.path()
                    + " (expected: one of "
                    + String.join(", ", questions.byName().keySet())
                    + " below "
                    + PATH
                    + ")"));
    WebUi.mount(builder);
    builder.decorator(
        EncodingService.builder().minBytesToForceChunkedEncoding(1024).newDecorator());
    return builder.build();
  }

  /**
   * The port that is open, also when 0 was configured.
   *
   * @throws IllegalStateException before the start
   */
  public int port() {
    Server running = server;
    if (running == null) {
      throw new IllegalStateException("The dashboards role is not started");
    }
    return running.activeLocalPort();
  }

  @Override
  public Readiness readiness() {
    return server == null ? Readiness.notReady("The HTTP API is not open.") : Readiness.READY;
  }

  @Override
  public void close() {
    Server running = server;
    server = null;
    if (running != null) {
      running.stop().join();
    }
  }
}
