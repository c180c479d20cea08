package io.weir.alerting;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hashing;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.alerting.history.ArchivedCounts;
import io.weir.alerting.history.PastCounts;
import io.weir.alerting.incident.IncidentDesk;
import io.weir.alerting.incident.Surroundings;
import io.weir.alerting.kstreams.AlertStreams;
import io.weir.alerting.kstreams.AlertStreamsConfig;
import io.weir.alerting.kstreams.AlertStreamsMetrics;
import io.weir.alerting.kstreams.DefinitionTopic;
import io.weir.alerting.kstreams.IncidentTopic;
import io.weir.alerting.kstreams.SloCatalogue;
import io.weir.alerting.kstreams.TopicEnds;
import io.weir.alerting.notify.AlertText;
import io.weir.alerting.notify.AlertmanagerNotifier;
import io.weir.alerting.notify.LogNotifier;
import io.weir.alerting.notify.Notifications;
import io.weir.alerting.notify.Notifier;
import io.weir.alerting.notify.NotifyMetrics;
import io.weir.alerting.notify.Silences;
import io.weir.alerting.notify.WebhookNotifier;
import io.weir.alerting.openslo.Compiled;
import io.weir.alerting.openslo.DocumentRecords;
import io.weir.alerting.openslo.Documents;
import io.weir.alerting.openslo.Finding;
import io.weir.alerting.openslo.SloCompiler;
import io.weir.alerting.slo.Slo;
import io.weir.codec.Codecs;
import io.weir.runtime.Readiness;
import io.weir.runtime.Role;
import io.weir.runtime.StartException;
import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.Incident;
import io.weir.slo.v1.Silence;
import io.weir.slo.v1.SloDefinition;
import io.weir.slo.v1.SloDocument;
import io.weir.storage.SeriesStore;
import io.weir.storage.table.TopicTable;
import io.weir.topic.Topic;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts OpenSLO documents in force, evaluates them, and tells people. Documents are looked at again
 * while it runs: what has an error is left out, with the reason in the log, and nothing else stops.
 */
public final class AlertingRole implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(AlertingRole.class);
  private static final int LOGGED_MAX = 20;
  private static final int NAME_LENGTH = 16;

  private final AlertingConfig config;
  private final Duration httpThreshold;
  private final Duration dnsThreshold;
  private final InstantSource clock;
  private final SloCatalogue catalogue = new SloCatalogue();
  private final SloFiles files;
  private final SloDocumentTopic documents;
  private final Gauge inForce;
  private final Optional<ArchivedCounts> past;
  private final AlertStreams streams;
  private final Notifications notifications;
  private final IncidentDesk incidents;
  private final TopicTable<AlertState> alerts;
  private final TopicTable<Incident> knownIncidents;
  private final TopicTable<Silence> silences;
  private final TopicTable<SloDefinition> standing;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "weir-alerting-documents");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Map<String, AlertText.About> about = Map.of();
  private volatile Map<String, Slo> slos = Map.of();
  private volatile List<SloDefinition> definitions = List.of();
  private @Nullable DefinitionTopic topic;
  private List<SloDocument> fileRecords = List.of();
  private boolean definitionsAreWritten;
  private boolean filesAreTold;

  /**
   * Inert until started.
   *
   * @param httpThreshold within which the jobs count a response as good for {@code http-latency}
   * @param dnsThreshold the same for {@code dns-latency}
   * @param surroundings where causes are looked for
   * @param archive what objectives counted before they were in force; empty when another process
   *     has it, and they count from then on
   */
  public AlertingRole(
      AlertingConfig config,
      Duration httpThreshold,
      Duration dnsThreshold,
      Surroundings.Source surroundings,
      Optional<SeriesStore> archive,
      PrometheusRegistry registry,
      InstantSource clock) {
    this.config = config;
    this.httpThreshold = httpThreshold;
    this.dnsThreshold = dnsThreshold;
    this.clock = clock;
    this.files = new SloFiles(config.slos());
    this.documents = new SloDocumentTopic(config.bootstrapServers(), this::lookSoon);
    this.inForce =
        Gauge.builder()
            .name("weir_alerting_objectives")
            .help("Objectives in force, before fan-out.")
            .register(registry);
    this.past =
        archive.map(
            store ->
                new ArchivedCounts(
                    store,
                    new TopicEnds(Topic.SLIS, config.bootstrapServers()),
                    new IndicatorsSince(() -> definitions, this::standingDefinitions),
                    clock));
    this.streams =
        new AlertStreams(
            catalogue,
            AlertStreamsConfig.DEFAULT
                .at(config.bootstrapServers(), Path.of(config.stateDir()))
                .with(config.threads(), config.standbyReplicas()),
            new AlertStreamsMetrics(registry),
            past.map(PastCounts.class::cast).orElse(PastCounts.NONE));
    NotifyMetrics metrics = new NotifyMetrics(registry);
    this.notifications =
        new Notifications(
            notifiers(config, clock, metrics), this::about, config.incidents(), clock, metrics);
    this.incidents =
        new IncidentDesk(
            new IncidentTopic(config.bootstrapServers()),
            surroundings,
            id -> Optional.ofNullable(slos.get(id)),
            clock,
            config.incidents() ? notifications::incidents : all -> {});
    Map<String, String> kafka = Map.of("bootstrap.servers", config.bootstrapServers());
    this.alerts =
        new TopicTable<>(
            Topic.ALERTS,
            Codecs.alerts(),
            kafka,
            new TopicTable.Listener<>() {
              @Override
              public void changed(String key, Optional<AlertState> value) {
                notifications.changed(key, value);
                incidents.changed(key, value);
              }

              @Override
              public void caughtUp() {
                notifications.caughtUp();
                incidents.alertsCaughtUp();
              }
            });
    this.knownIncidents =
        new TopicTable<>(
            Topic.INCIDENTS,
            Codecs.incidents(),
            kafka,
            new TopicTable.Listener<>() {
              @Override
              public void changed(String key, Optional<Incident> value) {}

              @Override
              public void caughtUp() {
                incidents.restore(knownIncidents().values());
              }
            });
    this.silences =
        new TopicTable<>(
            Topic.SILENCES,
            Codecs.silences(),
            kafka,
            new TopicTable.Listener<>() {
              @Override
              public void changed(String key, Optional<Silence> value) {
                if (silences().isCaughtUp()) {
                  silenced();
                }
              }

              @Override
              public void caughtUp() {
                silenced();
              }
            });
    this.standing = new TopicTable<>(Topic.SLOS, Codecs.slos(), kafka, TopicTable.nobody());
  }

  private TopicTable<Silence> silences() {
    return silences;
  }

  private void silenced() {
    notifications.silences(Silences.of(List.copyOf(silences.values().values())));
  }

  private TopicTable<Incident> knownIncidents() {
    return knownIncidents;
  }

  private Optional<Collection<SloDefinition>> standingDefinitions() {
    return standing.isCaughtUp() ? Optional.of(standing.values().values()) : Optional.empty();
  }

  private static List<Notifier> notifiers(
      AlertingConfig config, InstantSource clock, NotifyMetrics metrics) {
    List<Notifier> notifiers = new ArrayList<>();
    config
        .alertmanagers()
        .forEach(url -> notifiers.add(new AlertmanagerNotifier(URI.create(url), clock, metrics)));
    for (String url : config.webhooks()) {
      notifiers.add(new WebhookNotifier(URI.create(url), told(config, url), clock, metrics));
    }
    if (config.log()) {
      notifiers.add(new LogNotifier(LOG::info));
    }
    return notifiers;
  }

  /** A place for each URL, which may hold a secret. */
  private static Path told(AlertingConfig config, String url) {
    String name = Hashing.sha256().hashString(url, UTF_8).toString().substring(0, NAME_LENGTH);
    return Path.of(config.stateDir(), "webhooks", name);
  }

  @Override
  public String name() {
    return "alerting";
  }

  @Override
  public void start() throws StartException, InterruptedException {
    documents.start();
    catalogue.replace(List.of());
    reload();
    past.ifPresent(ArchivedCounts::start);
    try {
      streams.start();
    } catch (RuntimeException e) {
      throw new StartException(
          "Cannot evaluate objectives: "
              + e.getMessage()
              + ". Look at alerting.state-dir and kafka.bootstrap-servers.",
          e);
    }
    standing.start();
    silences.start();
    knownIncidents.start();
    alerts.start();
    incidents.start();
    notifications.start();
    topic = new DefinitionTopic(config.bootstrapServers(), clock);
    long everyMs = config.reload().toMillis();
    executor.scheduleWithFixedDelay(this::look, everyMs, everyMs, TimeUnit.MILLISECONDS);
  }

  /** A document of the API changed. */
  private void lookSoon() {
    try {
      executor.execute(this::look);
    } catch (RejectedExecutionException e) {
      // It is being closed.
    }
  }

  private void look() {
    try {
      reload();
      write();
      tellFiles();
    } catch (RuntimeException e) {
      LOG.error("Cannot put objectives in force, it is tried again", e);
    }
  }

  private void reload() {
    Optional<Documents> changed = files.changed(documents.texts());
    if (changed.isEmpty()) {
      return;
    }
    Compiled compiled = SloCompiler.compile(changed.get(), httpThreshold, dnsThreshold);
    report(compiled.findings());
    about = about(compiled);
    definitions = compiled.definitions();
    definitionsAreWritten = false;
    fileRecords = DocumentRecords.ofFiles(changed.get());
    filesAreTold = false;
    List<Slo> unique = unique(compiled.slos());
    slos = unique.stream().collect(Collectors.toMap(Slo::id, slo -> slo));
    catalogue.replace(unique);
    inForce.set(compiled.slos().size());
    LOG.info(
        "Objectives in force objectives={} paths={} api-documents={}",
        compiled.slos().size(),
        config.slos(),
        documents.texts().size());
  }

  private static List<Slo> unique(List<Slo> slos) {
    Map<String, Slo> byId = new HashMap<>();
    List<Slo> unique = new ArrayList<>();
    for (Slo slo : slos) {
      if (byId.putIfAbsent(slo.id(), slo) == null) {
        unique.add(slo);
      }
    }
    return unique;
  }

  private static void report(List<Finding> findings) {
    findings.stream()
        .filter(finding -> finding.severity() != Finding.Severity.INFO)
        .limit(LOGGED_MAX)
        .forEach(finding -> LOG.warn("OpenSLO {}", finding));
    if (findings.size() > LOGGED_MAX) {
      LOG.warn(
          "OpenSLO findings={}, the first are above: weir slo lint shows all", findings.size());
    }
  }

  private static Map<String, AlertText.About> about(Compiled compiled) {
    Map<String, AlertText.About> about = new HashMap<>();
    for (Slo slo : compiled.slos()) {
      Compiled.About said = compiled.about().get(slo.id());
      if (said != null) {
        about.put(
            slo.id(),
            new AlertText.About(
                said.title(),
                said.description(),
                said.runbook(),
                said.owner(),
                slo.selector().indicator(),
                slo.labels()));
      }
    }
    return about;
  }

  /** Of an objective or a match of it. */
  private AlertText.About about(String slo) {
    return about.getOrDefault(Slo.idBeforeMatch(slo), AlertText.About.NOTHING);
  }

  private void write() {
    DefinitionTopic writing = topic;
    if (!definitionsAreWritten && writing != null && standing.isCaughtUp()) {
      writing.write(definitions, Map.copyOf(standing.values()));
      definitionsAreWritten = true;
    }
  }

  private void tellFiles() {
    if (!filesAreTold) {
      documents.tell(fileRecords);
      filesAreTold = true;
    }
  }

  @Override
  public Readiness readiness() {
    // Stores that are restored, and partitions that move after a crash, are work and no failure:
    // what
    // comes meanwhile is evaluated afterwards.
    return streams.isAlive()
        ? Readiness.READY
        : Readiness.notReady(
            "Objectives are not evaluated: the evaluation ended. The log says why.");
  }

  @Override
  public void close() {
    executor.shutdownNow();
    documents.close();
    alerts.close();
    knownIncidents.close();
    silences.close();
    standing.close();
    incidents.close();
    notifications.close();
    streams.close();
    past.ifPresent(ArchivedCounts::close);
    DefinitionTopic writing = topic;
    if (writing != null) {
      writing.close();
    }
  }
}
