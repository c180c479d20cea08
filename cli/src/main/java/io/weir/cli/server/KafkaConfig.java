package io.weir.cli.server;

/**
 * The Kafka cluster that all roles use, unless a role's own section names another.
 *
 * @param bootstrapServers {@code host:port} of some brokers, with commas between
 */
public record KafkaConfig(String bootstrapServers) {
  public static final KafkaConfig DEFAULT = new KafkaConfig("127.0.0.1:9092");

  public KafkaConfig {
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException(
          "bootstrap-servers: empty (expected: host:port, for example 127.0.0.1:9092)");
    }
  }
}
