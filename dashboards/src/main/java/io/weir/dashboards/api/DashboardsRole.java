package io.weir.dashboards.api;

import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.encoding.EncodingService;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.dashboards.answer.DocumentBook;
import io.weir.dashboards.answer.SilenceBook;
import io.weir.dashboards.answer.SloView;
import io.weir.dashboards.flows.FlowsConfig;
import io.weir.dashboards.flows.Observer;
import io.weir.dashboards.flows.SeenValues;
import io.weir.runtime.Readiness;
import io.weir.runtime.Role;
import io.weir.runtime.StartException;
import io.weir.storage.SeriesStore;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Answers the on-call questions over HTTP: JSON under {@code /api/v1/}, and the web UI at {@code
 * /}.
 *
 * <p>There is no authentication: whoever reaches the port reads everything, and may silence alerts
 * and change objectives. Hence it listens on loopback unless told otherwise.
 */
public final class DashboardsRole implements Role {
  private static final String PATH = "/api/v1/";
  private static final List<MediaType> COMPRESSED =
      List.of(
          MediaType.JSON,
          MediaType.HTML_UTF_8.withoutParameters(),
          MediaType.CSS_UTF_8.withoutParameters(),
          MediaType.create("text", "javascript"),
          MediaType.SVG_UTF_8.withoutParameters(),
          MediaType.CSV_UTF_8.withoutParameters());
  private static final int CONNECTIONS_MAX = 1000;

  /** More than a document may have, so that one too long is told so in our words. */
  private static final int DOCUMENT_BYTES_READ = 4 * DocumentService.BYTES_MAX;

  private static final Duration QUIET = Duration.ofMillis(100);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(5);

  private final DashboardsConfig config;
  private final SeriesStore store;
  private final SloView slos;
  private final SilenceBook silences;
  private final DocumentBook documents;
  private final PrometheusRegistry registry;
  private final InstantSource clock;
  private final Optional<Path> directory;
  private volatile @Nullable Server server;
  private volatile @Nullable Observer observer;

  /** Without documents, and without a directory: the map is arranged anew after a restart. */
  public DashboardsRole(
      DashboardsConfig config,
      SeriesStore store,
      SloView slos,
      SilenceBook silences,
      PrometheusRegistry registry,
      InstantSource clock) {
    this(config, store, slos, silences, DocumentBook.NONE, registry, clock, Optional.empty());
  }

  /**
   * Inert until started.
   *
   * @param config where to listen, and limits
   * @param store what is asked; stays the caller's to close
   * @param slos what alerting says; {@link SloView#NONE} without it
   * @param silences what people silenced; {@link SilenceBook#NONE} without
   * @param documents of objectives; {@link DocumentBook#NONE} without
   * @param registry where its metrics go
   * @param clock what "now" is
   * @param directory where it remembers the places of the map; made when needed
   */
  public DashboardsRole(
      DashboardsConfig config,
      SeriesStore store,
      SloView slos,
      SilenceBook silences,
      DocumentBook documents,
      PrometheusRegistry registry,
      InstantSource clock,
      Optional<Path> directory) {
    this.config = config;
    this.store = store;
    this.slos = slos;
    this.silences = silences;
    this.documents = documents;
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
    // An answer, or why there is none, comes before the request's own time is over.
    observer =
        new Observer(config.observer(), config.requestTimeout().multipliedBy(9).dividedBy(10));
    Server starting = build();
    try {
      starting.start().join();
    } catch (CompletionException e) {
      close();
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
    Answering answering = new Answering(config.concurrentMax(), metrics);
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
    Questions questions = new Questions(store, slos, silences, documents, places, clock);
    questions
        .byName()
        .forEach(
            (name, question) -> {
              QuestionService service =
                  new QuestionService(name, question, config, answering, clock);
              if (name.equals(Questions.SILENCES)) {
                SilenceService changing = new SilenceService(service, silences, slos, clock);
                builder.service(PATH + name, changing);
                builder.service("prefix:" + PATH + name + "/", changing);
              } else if (name.equals(Questions.SLO_DOCUMENTS)) {
                builder
                    .route()
                    .path(PATH + name)
                    .pathPrefix(PATH + name + "/")
                    .maxRequestLength(DOCUMENT_BYTES_READ)
                    .build(new DocumentService(PATH + name, service, documents, metrics, clock));
              } else {
                builder.service(PATH + name, service);
              }
            });
    flows(builder, answering);
    builder.serviceUnder(
        PATH,
        (ctx, request) ->
            Json.error(
                HttpStatus.NOT_FOUND,
                "path: "
                    + ctx.path()
                    + " (expected: one of "
                    + String.join(", ", questions.byName().keySet())
                    + ", flows"
                    + " below "
                    + PATH
                    + ")"));
    WebUi.mount(builder);
    builder.decorator(
        EncodingService.builder()
            .minBytesToForceChunkedEncoding(1024)
            // Events are for now: none may wait in a compressor for the next.
            .encodableContentTypes(type -> COMPRESSED.stream().anyMatch(type::is))
            .newDecorator());
    return builder.build();
  }

  private void flows(ServerBuilder builder, Answering answering) {
    Observer asked = observer;
    if (asked == null) {
      throw new IllegalStateException("The observer is not there yet");
    }
    FlowsMetrics metrics = new FlowsMetrics(registry);
    FlowsConfig flows = config.flows();
    FlowsService past =
        new FlowsService(asked, config, answering, new FlowsExport(asked, flows, metrics), clock);
    builder
        .service(PATH + "flows", past)
        .service(
            PATH + "flows/complete",
            new FlowsCompleteService(new SeenValues(asked, clock), answering))
        .service(PATH + "flows/live", new FlowsLiveService(asked, flows, metrics, clock))
        .service("prefix:" + PATH + "flows/", past);
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
    Observer asked = observer;
    observer = null;
    if (asked != null) {
      // Streams that follow would keep the server from stopping.
      asked.close();
    }
    if (running != null) {
      running.stop().join();
    }
  }
}
