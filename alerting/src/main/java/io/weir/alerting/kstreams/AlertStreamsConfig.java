package io.weir.alerting.kstreams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How objectives are evaluated on Kafka Streams.
 *
 * @param bootstrapServers {@code host:port} of one or more brokers, separated by commas
 * @param applicationId consumer group, and prefix of the internal topics and transactions
 * @param stateDir where the stores live; they are restored from Kafka when it is lost
 * @param threads stream threads of this process
 * @param standbyReplicas copies of each store that other processes keep warm
 * @param replicationFactor of the internal topics; -1 for the brokers' default
 * @param commitInterval how often a transaction ends: what a reader of alerts waits at most, and
 *     what a restart does again
 * @param evaluationInterval how often is looked whether something is to be evaluated
 * @param lateness how far behind the newest window counts are still taken; at least the jobs'
 *     allowed lateness
 * @param patience how long after the newest record time goes on without one: silence is noticed
 *     that much later
 * @param forgetAfter a match of a fan-out without events for so long is forgotten, with its budget,
 *     and its alerts are withdrawn: the service is gone
 * @param objectivesMax of one task; counts of further ones are discarded
 * @param kafka further properties of clients, for TLS and authentication
 */
public record AlertStreamsConfig(
    String bootstrapServers,
    String applicationId,
    Path stateDir,
    int threads,
    int standbyReplicas,
    int replicationFactor,
    Duration commitInterval,
    Duration evaluationInterval,
    Duration lateness,
    Duration patience,
    Duration forgetAfter,
    int objectivesMax,
    Map<String, String> kafka) {
  public static final AlertStreamsConfig DEFAULT =
      new AlertStreamsConfig(
          "127.0.0.1:9092",
          "weir-alerting",
          Path.of("alerting"),
          1,
          0,
          -1,
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          Duration.ofHours(1),
          Duration.ofSeconds(30),
          Duration.ofDays(7),
          50_000,
          Map.of());

  public AlertStreamsConfig {
    kafka = Map.copyOf(kafka);
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException(
          "bootstrap-servers: empty (expected: host:port, for example 127.0.0.1:9092)");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + " (expected: at least 1)");
    }
    if (standbyReplicas < 0) {
      throw new IllegalArgumentException(
          "standby-replicas: " + standbyReplicas + " (expected: 0 or more)");
    }
    if (objectivesMax < 1) {
      throw new IllegalArgumentException(
          "objectives-max: " + objectivesMax + " (expected: at least 1)");
    }
    requirePositive("commit-interval", commitInterval);
    requirePositive("evaluation-interval", evaluationInterval);
    requirePositive("lateness", lateness);
    requirePositive("patience", patience);
    requirePositive("forget-after", forgetAfter);
  }

  /** This configuration with other brokers and another directory. */
  public AlertStreamsConfig at(String servers, Path directory) {
    return new AlertStreamsConfig(
        servers,
        applicationId,
        directory,
        threads,
        standbyReplicas,
        replicationFactor,
        commitInterval,
        evaluationInterval,
        lateness,
        patience,
        forgetAfter,
        objectivesMax,
        kafka);
  }

  /** This configuration with so many threads and copies of stores. */
  public AlertStreamsConfig with(int newThreads, int newStandbyReplicas) {
    return new AlertStreamsConfig(
        bootstrapServers,
        applicationId,
        stateDir,
        newThreads,
        newStandbyReplicas,
        replicationFactor,
        commitInterval,
        evaluationInterval,
        lateness,
        patience,
        forgetAfter,
        objectivesMax,
        kafka);
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: more than 0)");
    }
  }
}
