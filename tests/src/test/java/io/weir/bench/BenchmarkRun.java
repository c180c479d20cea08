package io.weir.bench;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.cli.broker.BrokerConfig;
import io.weir.cli.broker.EmbeddedBroker;
import io.weir.collector.CollectorConfig;
import io.weir.collector.CollectorRole;
import io.weir.collector.spool.SpoolConfig;
import io.weir.relay.RelayConfig;
import io.weir.relay.RelayRole;
import io.weir.relay.publish.TopicRecord;
import io.weir.runtime.Role;
import io.weir.storage.archive.ArchiverConfig;
import io.weir.storage.archive.ArchiverRole;
import io.weir.storage.embedded.EmbeddedConfig;
import io.weir.storage.embedded.EmbeddedStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * One run, with a broker, topics and directories of its own, by the classes and settings that
 * {@code weir up} uses. The clock starts when all roles are ready and the first flow sets out.
 */
final class BenchmarkRun {
  /** A run that takes longer fails. */
  static final Duration LIMIT = Duration.ofMinutes(5);

  /** Fine beside runs of seconds, and no load. */
  private static final long LOOK_AGAIN_MS = 5;

  /** Nobody listens there: the collector keeps what it has. */
  private static final String NO_RELAY = "127.0.0.1:1";

  private final BenchmarkFlows flows;
  private final Path dir;
  private final InstantSource clock = InstantSource.system();
  private final PrometheusRegistry registry = new PrometheusRegistry();

  BenchmarkRun(BenchmarkFlows flows, Path dir) {
    this.flows = flows;
    this.dir = dir;
  }

  Measured measure(Stage stage) throws Exception {
    return switch (stage) {
      case RAW -> raw();
      case SPOOL -> spool();
      case KAFKA -> kafka();
      case ARCHIVE -> archive();
    };
  }

  private Measured raw() throws Exception {
    List<TopicRecord> records = flows.records();
    try (EmbeddedBroker broker = broker();
        RelayRole relay = relay(broker);
        RawProducer producer = new RawProducer(broker.bootstrapServers())) {
      await("the relay", () -> relay.readiness().ready());
      Cost cost = Cost.of(() -> producer.send(records));
      return kafkaBytes(Measured.of(flows.size(), cost), broker);
    }
  }

  private Measured spool() throws Exception {
    FlowsInMemory source = new FlowsInMemory(flows);
    SpoolConfig defaults = SpoolConfig.DEFAULT;
    SpoolConfig roomy =
        new SpoolConfig(
            dir.resolve("spool"),
            Math.max(defaults.maxBytes(), 4 * flows.bytes()),
            defaults.segmentBytes(),
            defaults.maxAge(),
            defaults.fsyncInterval());
    try (CollectorRole collector = collector(source, NO_RELAY, roomy)) {
      Measured measured =
          Measured.of(
              flows.size(),
              Cost.of(
                  () -> {
                    source.release();
                    source.awaitEnd(LIMIT);
                  }));
      require("flows in the spool", collector.queued());
      return measured.with(Figure.SPOOL_BYTES, perFlow(Directories.size(roomy.dir())));
    }
  }

  private Measured kafka() throws Exception {
    try (EmbeddedBroker broker = broker();
        RelayRole relay = relay(broker)) {
      return kafkaBytes(Measured.of(flows.size(), collect(relay, () -> true)), broker);
    }
  }

  private Measured archive() throws Exception {
    Path archive = dir.resolve("archive");
    Measured measured;
    try (EmbeddedBroker broker = broker();
        RelayRole relay = relay(broker);
        EmbeddedStore store =
            new EmbeddedStore(EmbeddedConfig.DEFAULT.withDir(archive), registry, clock)) {
      store.start();
      try (ArchiverRole archiver = archiver(broker, store)) {
        Cost cost = collect(relay, () -> archiver.archived() >= flows.size());
        require("archived rows", archiver.archived());
        measured = kafkaBytes(Measured.of(flows.size(), cost), broker);
      }
    }
    // Closing folds the write-ahead log into the file.
    return measured.with(Figure.ARCHIVE_BYTES, perFlow(Directories.size(archive)));
  }

  /** From the first flow until the relay has acknowledged the last and {@code arrived} holds. */
  private Cost collect(RelayRole relay, BooleanSupplier arrived) throws Exception {
    FlowsInMemory source = new FlowsInMemory(flows);
    SpoolConfig spool = SpoolConfig.DEFAULT.withDir(dir.resolve("spool"));
    try (CollectorRole collector = collector(source, "127.0.0.1:" + relay.port(), spool)) {
      await("the collector", () -> collector.readiness().ready());
      Cost cost =
          Cost.of(
              () -> {
                source.release();
                source.awaitEnd(LIMIT);
                await("the relay's acknowledgements", () -> collector.acked() >= flows.size());
                await("the archive", arrived);
              });
      require("acknowledged flows", collector.acked());
      return cost;
    }
  }

  private EmbeddedBroker broker() throws Exception {
    return started(new EmbeddedBroker(BrokerConfig.DEFAULT.withPort(0), dir.resolve("kafka")));
  }

  /** The relay makes the topics, also for the raw loop. */
  private RelayRole relay(EmbeddedBroker broker) throws Exception {
    RelayRole relay =
        started(
            new RelayRole(
                RelayConfig.DEFAULT.withPort(0).withBootstrapServers(broker.bootstrapServers()),
                List.of(),
                registry,
                clock));
    // Only leaders answer, so afterwards no run waits for an election.
    FlowsTopic.read(broker.bootstrapServers());
    return relay;
  }

  private CollectorRole collector(FlowsInMemory source, String relay, SpoolConfig spool)
      throws Exception {
    CollectorConfig defaults = CollectorConfig.DEFAULT;
    CollectorConfig config =
        new CollectorConfig(
            spool,
            defaults.export().withRelay(relay),
            Duration.ZERO,
            defaults.hubbleFile(),
            defaults.hubble(),
            defaults.simulated());
    return started(
        new CollectorRole(config, List.of(source), registry, clock, BenchmarkFlows.NODE));
  }

  private ArchiverRole archiver(EmbeddedBroker broker, EmbeddedStore store) throws Exception {
    ArchiverRole archiver =
        started(
            new ArchiverRole(
                ArchiverConfig.DEFAULT.withBootstrapServers(broker.bootstrapServers()),
                store,
                registry,
                clock));
    await("the archiver", () -> archiver.readiness().ready());
    return archiver;
  }

  private static <R extends Role> R started(R role) throws Exception {
    role.start();
    return role;
  }

  private Measured kafkaBytes(Measured measured, EmbeddedBroker broker) throws Exception {
    FlowsTopic topic = FlowsTopic.read(broker.bootstrapServers());
    require("records in Kafka", topic.records());
    return measured.with(Figure.KAFKA_BYTES, perFlow(topic.bytes()));
  }

  private double perFlow(long bytes) {
    return (double) bytes / flows.size();
  }

  /** A fast pipeline that loses flows, or has them twice, measures nothing. */
  private void require(String what, long found) {
    if (found != flows.size()) {
      throw new IllegalStateException(what + ": " + found + " (expected: " + flows.size() + ")");
    }
  }

  private static void await(String what, BooleanSupplier done) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(
            "Gave up waiting for " + what + " after " + LIMIT.toSeconds() + " s.");
      }
      Thread.sleep(LOOK_AGAIN_MS);
    }
  }
}
