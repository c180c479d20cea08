package io.weir.cli.server;

import io.grpc.BindableService;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.alerting.AlertingConfig;
import io.weir.alerting.AlertingRole;
import io.weir.alerting.incident.ArchiveSurroundings;
import io.weir.alerting.incident.Surroundings;
import io.weir.alerting.openslo.Admission;
import io.weir.cli.broker.EmbeddedBroker;
import io.weir.collector.CollectorConfig;
import io.weir.collector.CollectorRole;
import io.weir.collector.HubbleSources;
import io.weir.collector.source.Source;
import io.weir.collector.source.hubblefile.HubbleFileSource;
import io.weir.dashboards.api.DashboardsConfig;
import io.weir.dashboards.api.DashboardsRole;
import io.weir.relay.RelayRole;
import io.weir.relay.observe.ObserveRole;
import io.weir.relay.publish.PublishConfig;
import io.weir.runtime.StartException;
import io.weir.storage.SeriesStore;
import io.weir.storage.archive.ArchiverConfig;
import io.weir.storage.archive.ArchiverRole;
import io.weir.storage.embedded.EmbeddedStore;
import io.weir.streams.JobsConfig;
import io.weir.streams.flink.JobsRole;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the roles of a process from its configuration and starts them in the order of the data
 * path backwards: whoever receives is there before whoever sends.
 */
final class Wiring {
  private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

  private final WeirConfig config;
  private final DataDirectory data;
  private final PrometheusRegistry registry;
  private final InstantSource clock;
  private final RoleGroup group;
  private final Announcement addresses;
  private Optional<String> embeddedKafka = Optional.empty();
  private String relayAddress;
  private boolean relayRuns;
  private @Nullable CollectorRole collector;
  private final List<Source> moreSources;
  private Optional<HubbleFileSource> replay = Optional.empty();
  private Optional<EmbeddedStore> store = Optional.empty();

  Wiring(
      WeirConfig config,
      DataDirectory data,
      PrometheusRegistry registry,
      InstantSource clock,
      RoleGroup group,
      Announcement addresses) {
    this(config, data, registry, clock, group, addresses, List.of());
  }

  /** With sources besides those that the configuration turns on. */
  Wiring(
      WeirConfig config,
      DataDirectory data,
      PrometheusRegistry registry,
      InstantSource clock,
      RoleGroup group,
      Announcement addresses,
      List<Source> moreSources) {
    this.moreSources = List.copyOf(moreSources);
    this.config = config;
    this.data = data;
    this.registry = registry;
    this.clock = clock;
    this.group = group;
    this.addresses = addresses;
    this.relayAddress = config.collector().export().relay();
  }

  /** Starts {@code roles}; the addresses that they took are announced. */
  void start(Set<String> roles) throws StartException, InterruptedException {
    if (roles.contains("broker")) {
      broker();
    }
    if (roles.contains("archiver")) {
      store = Optional.of(openStore());
    } else if (roles.contains("dashboards")) {
      throw new StartException(
          "The dashboards role needs the archive, and the embedded one belongs to the process with"
              + " the archiver. Run them together: weir relay,archiver,dashboards.");
    }
    if (roles.contains("relay")) {
      relay();
    }
    if (store.isPresent()) {
      group.start(new ArchiverRole(archiver(), store.get(), registry, clock));
    }
    if (roles.contains("dashboards") && store.isPresent()) {
      String servers = embeddedKafka.orElseGet(() -> config.kafka().bootstrapServers());
      SloTables slos = group.start(new SloTables(servers));
      SloDocumentTable documents =
          group.start(
              new SloDocumentTable(
                  servers,
                  new Admission(
                      config.jobs().httpLatencyThreshold(), config.jobs().dnsLatencyThreshold())));
      DashboardsRole dashboards =
          group.start(
              new DashboardsRole(
                  dashboards(),
                  store.get(),
                  slos,
                  slos,
                  documents,
                  registry,
                  clock,
                  Optional.of(data.resolve(Path.of("dashboards")))));
      addresses.add("http", config.dashboards().host(), dashboards.port());
    }
    if (roles.contains("jobs")) {
      group.start(
          new JobsRole(
              config
                  .jobs()
                  .at(
                      kafka(
                          config.jobs().bootstrapServers(), JobsConfig.DEFAULT.bootstrapServers()),
                      config.jobs().checkpointDir())
                  .inside(data.resolve(Path.of(""))),
              registry,
              clock));
    }
    if (roles.contains("alerting")) {
      group.start(
          new AlertingRole(
              config
                  .alerting()
                  .at(
                      kafka(
                          config.alerting().bootstrapServers(),
                          AlertingConfig.DEFAULT.bootstrapServers()),
                      data.resolve(Path.of(""))),
              config.jobs().httpLatencyThreshold(),
              config.jobs().dnsLatencyThreshold(),
              surroundings(),
              store.map(SeriesStore.class::cast),
              registry,
              clock));
    }
    if (roles.contains("collector")) {
      collector();
    }
  }

  private void broker() throws StartException, InterruptedException {
    EmbeddedBroker broker =
        group.start(new EmbeddedBroker(config.broker(), data.resolve(Path.of("kafka"))));
    embeddedKafka = Optional.of(broker.bootstrapServers());
    addresses.add("kafka", broker.bootstrapServers());
  }

  /** Causes are looked for in the archive, where this process has it. */
  private Surroundings.Source surroundings() {
    if (store.isEmpty()) {
      LOG.info(
          "Alerts name no causes in this process, and new objectives count from when they are put in"
              + " force: the embedded archive belongs to the process with the archiver. Run them"
              + " together: weir archiver,alerting");
      return Surroundings.Source.NONE;
    }
    return new ArchiveSurroundings(store.get(), store.get(), config.jobs().httpLatencyThreshold());
  }

  /** The broker in this process, else what the role's own section names, else everybody's. */
  private String kafka(String own, String ownDefault) {
    return embeddedKafka.orElseGet(
        () -> own.equals(ownDefault) ? config.kafka().bootstrapServers() : own);
  }

  private ArchiverConfig archiver() {
    return config
        .archiver()
        .withBootstrapServers(
            kafka(config.archiver().bootstrapServers(), ArchiverConfig.DEFAULT.bootstrapServers()));
  }

  private EmbeddedStore openStore() throws StartException, InterruptedException {
    EmbeddedStore store =
        new EmbeddedStore(
            config.storage().withDir(data.resolve(config.storage().dir())), registry, clock);
    group.start(new StoreRole(store));
    return store;
  }

  private void relay() throws StartException, InterruptedException {
    String servers =
        kafka(
            config.relay().publish().bootstrapServers(), PublishConfig.DEFAULT.bootstrapServers());
    List<BindableService> services = List.of();
    Optional<ObserveRole> observe = Optional.empty();
    if (store.isPresent()) {
      observe =
          Optional.of(new ObserveRole(config.observe(), servers, store.get(), registry, clock));
      services = observe.get().services();
    } else {
      LOG.info(
          "Queries are off in this process: the embedded archive belongs to the process with the"
              + " archiver. Run them together: weir relay,archiver,dashboards");
    }
    RelayRole relay =
        group.start(
            new RelayRole(config.relay().withBootstrapServers(servers), services, registry, clock));
    if (observe.isPresent()) {
      group.start(observe.get());
    }
    relayAddress = config.relay().host() + ":" + relay.port();
    relayRuns = true;
    addresses.add("grpc", relayAddress);
  }

  /** Flows are asked of the relay in this process, unless another observer is named. */
  private DashboardsConfig dashboards() {
    DashboardsConfig settings = config.dashboards();
    return relayRuns && settings.observer().equals(DashboardsConfig.DEFAULT.observer())
        ? settings.withObserver(relayAddress)
        : settings;
  }

  private void collector() throws StartException, InterruptedException {
    CollectorConfig settings =
        config
            .collector()
            .withRelay(relayAddress)
            .withSpoolDir(data.resolve(config.collector().spool().dir()));
    List<Source> sources = new ArrayList<>(HubbleSources.of(settings, registry, clock));
    if (config.host().enabled()) {
      sources.addAll(new HostSources(config, registry, clock).all(addresses.get("metrics")));
    }
    sources.addAll(moreSources);
    if (sources.isEmpty()) {
      LOG.warn("The collector has no source. Turn on host, collector.hubble or a replay");
    }
    collector =
        group.start(new CollectorRole(settings, sources, registry, clock, config.nodeName()));
    replay =
        sources.stream()
            .filter(HubbleFileSource.class::isInstance)
            .map(HubbleFileSource.class::cast)
            .findFirst();
    replay.ifPresent(source -> new ReplayReport(source, collector).start());
  }

  /** The archive, where this process has the archiver. */
  Optional<EmbeddedStore> store() {
    return store;
  }

  /** True when Kafka has everything of the sources that come to an end. */
  boolean replayDone() {
    return collector != null && collector.replayDone();
  }

  /** Waits until all replays are in Kafka, or the time is up. */
  void awaitReplay(long limitMs) throws InterruptedException {
    long deadline = System.nanoTime() + limitMs * 1_000_000;
    while (replay.isPresent()
        && collector != null
        && !collector.replayDone()
        && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
  }
}
