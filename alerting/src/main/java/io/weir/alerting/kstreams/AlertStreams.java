package io.weir.alerting.kstreams;

import io.weir.alerting.history.PastCounts;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The evaluation as it runs: counts, states and alerts are written in one transaction, so after a
 * crash no change is told twice and none is missing. Readers of {@code weir.alerts.v1} that must
 * not see what is taken back read committed records.
 */
public final class AlertStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertStreams.class);
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final Duration SESSION = Duration.ofSeconds(10);

  private final KafkaStreams streams;
  private final SloCatalogue catalogue;

  /**
   * Does nothing before {@link #start}.
   *
   * @param past of objectives that are new
   */
  public AlertStreams(
      SloCatalogue catalogue,
      AlertStreamsConfig config,
      AlertStreamsMetrics metrics,
      PastCounts past) {
    this.catalogue = catalogue;
    this.streams =
        new KafkaStreams(AlertTopology.of(catalogue, config, metrics, past), properties(config));
    streams.setUncaughtExceptionHandler(
        failure -> {
          LOG.error("Evaluation failed and begins again with a new thread", failure);
          return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
  }

  /**
   * Begins.
   *
   * @throws IllegalStateException if no objectives were put in force yet: windows that are read
   *     before would count for none
   */
  public void start() {
    if (catalogue.snapshot().version() == 0) {
      throw new IllegalStateException(
          "Objectives are not loaded yet. Call SloCatalogue.replace before start.");
    }
    streams.start();
  }

  /** Whether it evaluates, or will: not after an error that it cannot get over. */
  public boolean isAlive() {
    KafkaStreams.State state = streams.state();
    return state.isRunningOrRebalancing() || state == KafkaStreams.State.CREATED;
  }

  static Properties properties(AlertStreamsConfig config) {
    Properties properties = new Properties();
    properties.putAll(config.kafka());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbyReplicas());
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, config.replicationFactor());
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    // A process that was killed is a member until then, and its partitions wait for it.
    properties.putIfAbsent(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        Math.toIntExact(SESSION.toMillis()));
    properties.putIfAbsent(
        StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        Math.toIntExact(SESSION.toMillis() / 4));
    // Windows of the past count too when an objective is new.
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    return properties;
  }

  @Override
  public void close() {
    streams.close(DRAIN);
  }
}
