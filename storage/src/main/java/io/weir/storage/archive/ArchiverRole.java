package io.weir.storage.archive;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.runtime.Readiness;
import io.weir.runtime.Role;
import io.weir.runtime.StartException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code weir archiver}: Kafka → store. The store is opened before and closed after by whoever made
 * it, since others read it too.
 *
 * <p>Starts without waiting for Kafka; until Kafka answers, and while it or the store fails,
 * readiness says why.
 */
public final class ArchiverRole implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiverRole.class);

  private final ArchiverConfig config;
  private final ArchiveWriter store;
  private final ArchiverMetrics metrics;
  private final InstantSource clock;
  // Set by start, kept after close so that archived() still answers.
  private volatile @Nullable Archiver archiver;
  private volatile @Nullable Thread thread;
  private volatile boolean closed;

  public ArchiverRole(
      ArchiverConfig config,
      ArchiveWriter store,
      PrometheusRegistry registry,
      InstantSource clock) {
    this.config = config;
    this.store = store;
    this.metrics = new ArchiverMetrics(registry);
    this.clock = clock;
  }

  @Override
  public String name() {
    return "archiver";
  }

  @Override
  public synchronized void start() throws StartException {
    if (thread != null || closed) {
      return;
    }
    KafkaConsumer<byte[], byte[]> consumer;
    try {
      consumer =
          new KafkaConsumer<>(
              consumerProperties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    } catch (KafkaException e) {
      Throwable cause = e.getCause() != null ? e.getCause() : e;
      throw new StartException(
          "The archiver cannot connect to Kafka: archiver.bootstrap-servers: "
              + config.bootstrapServers()
              + " ("
              + cause.getMessage()
              + ").",
          e);
    }
    Archiver made = new Archiver(config, consumer, store, metrics, clock);
    archiver = made;
    thread =
        new Thread(
            () -> {
              try (consumer) {
                made.run();
              }
            },
            "archiver");
    thread.start();
  }

  private Map<String, Object> consumerProperties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "weir-archiver");
    properties.putAll(config.kafka());
    // What exactly-once rests on: positions come from the store, gaps are never skipped silently.
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return properties;
  }

  @Override
  public Readiness readiness() {
    Archiver current = archiver;
    Thread running = thread;
    if (current == null || closed) {
      return Readiness.notReady(
          closed ? "The archiver is closed." : "The archiver has not started.");
    }
    if (running != null && !running.isAlive()) {
      return Readiness.notReady("The archiver's thread has ended; see the log, then restart.");
    }
    return current.readiness();
  }

  /** Rows that were stored since the start: flows, losses, windows, events, discarded records. */
  public long archived() {
    Archiver current = archiver;
    return current == null ? 0 : current.archived();
  }

  /** Stores what was read, within the drain timeout. What is not stored is read again next time. */
  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      running = thread;
    }
    Archiver current = archiver;
    if (current == null || running == null) {
      return;
    }
    current.stop();
    try {
      running.join(config.drainTimeout().toMillis());
      if (running.isAlive()) {
        LOG.warn(
            "The archiver did not stop in time; what it has not stored is read again next time"
                + " drain-timeout={}",
            config.drainTimeout());
        running.interrupt();
        running.join(Duration.ofSeconds(2).toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
