package io.weir.relay.publish;

import java.time.Duration;
import java.util.Locale;

/**
 * How the relay writes to Kafka.
 *
 * @param bootstrapServers Kafka brokers to ask first, {@code host:port} separated by commas
 * @param compression of record batches; lz4 costs the least CPU, zstd the least disk
 * @param linger how long a batch may wait to fill up; 10 ms is invisible beside the spool
 * @param batchBytes largest batch of one partition, before compression, in bytes
 * @param bufferBytes memory for records that Kafka has not acknowledged, in bytes; when full,
 *     publishing waits
 * @param startTimeout how long a start may wait for Kafka to answer
 * @param stallAfter without any acknowledgement for this long the relay calls itself not ready
 * @param topics settings of topics that the relay creates
 */
public record PublishConfig(
    String bootstrapServers,
    Compression compression,
    Duration linger,
    long batchBytes,
    long bufferBytes,
    Duration startTimeout,
    Duration stallAfter,
    TopicsConfig topics) {
  public static final PublishConfig DEFAULT =
      new PublishConfig(
          "127.0.0.1:9092",
          Compression.LZ4,
          Duration.ofMillis(10),
          256 << 10,
          64 << 20,
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          TopicsConfig.DEFAULT);

  /** Codecs that every Kafka client reads. */
  public enum Compression {
    NONE,
    LZ4,
    ZSTD;

    String kafkaName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public PublishConfig {
    check(!bootstrapServers.isBlank(), "bootstrap-servers", bootstrapServers, "host:port,…");
    check(
        !linger.isNegative() && linger.compareTo(Duration.ofSeconds(10)) <= 0,
        "linger",
        linger,
        "0s to 10s");
    check(batchBytes >= 1024 && batchBytes <= 16 << 20, "batch-bytes", batchBytes, "1KiB to 16MiB");
    check(
        bufferBytes >= 4 * batchBytes,
        "buffer-bytes",
        bufferBytes,
        ">= 4 times batch-bytes=" + batchBytes);
    check(!startTimeout.isNegative(), "start-timeout", startTimeout, ">= 0s");
    check(stallAfter.compareTo(Duration.ofSeconds(1)) >= 0, "stall-after", stallAfter, ">= 1s");
  }

  private static void check(boolean valid, String name, Object value, String rule) {
    if (!valid) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + rule + ")");
    }
  }
}
