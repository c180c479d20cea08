package io.weir.storage.archive;

import java.time.Duration;
import java.util.Map;

/**
 * How the archiver reads Kafka.
 *
 * @param bootstrapServers {@code host:port} of one or more brokers, separated by commas
 * @param batchRows rows that are collected before they are written, over all topics
 * @param batchInterval how long a row may wait for others before it is written
 * @param discoveryInterval how often new topics and partitions are looked for; also how soon a
 *     broker that does not answer turns readiness red
 * @param requestTimeout how long one question to Kafka may take
 * @param retryBackoff wait after the first failure; doubles up to 30 s
 * @param drainTimeout how long closing may take to write what was read
 * @param kafka further Kafka consumer properties, for TLS and authentication; they win over ours
 *     except for what exactly-once rests on
 */
public record ArchiverConfig(
    String bootstrapServers,
    int batchRows,
    Duration batchInterval,
    Duration discoveryInterval,
    Duration requestTimeout,
    Duration retryBackoff,
    Duration drainTimeout,
    Map<String, String> kafka) {
  public static final ArchiverConfig DEFAULT =
      new ArchiverConfig(
          "127.0.0.1:9092",
          20_000,
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          Duration.ofSeconds(10),
          Map.of());

  public ArchiverConfig {
    kafka = Map.copyOf(kafka);
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException(
          "bootstrap-servers: empty (expected: host:port, for example 127.0.0.1:9092)");
    }
    if (batchRows < 1 || batchRows > 1_000_000) {
      throw new IllegalArgumentException(
          "batch-rows: " + batchRows + " (expected: 1 to 1000000 rows)");
    }
    requirePositive("batch-interval", batchInterval);
    requirePositive("discovery-interval", discoveryInterval);
    requirePositive("request-timeout", requestTimeout);
    requirePositive("retry-backoff", retryBackoff);
    requirePositive("drain-timeout", drainTimeout);
  }

  /** This configuration with other brokers. */
  public ArchiverConfig withBootstrapServers(String servers) {
    return new ArchiverConfig(
        servers,
        batchRows,
        batchInterval,
        discoveryInterval,
        requestTimeout,
        retryBackoff,
        drainTimeout,
        kafka);
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: more than 0)");
    }
  }
}
