package io.weir.relay.publish;

import java.time.Duration;

/**
 * Settings of topics that are missing and hence created. Existing topics stay as they are.
 *
 * @param partitions partitions of each topic. Do not change them later while collectors hold
 *     unacknowledged events: a key's records would move, and a resend would count twice
 * @param replication copies of each record, at most the number of brokers
 * @param minInSync copies that must exist before Kafka acknowledges, at most {@code replication}
 * @param retention how long Kafka keeps records after they were written
 */
public record TopicsConfig(int partitions, int replication, int minInSync, Duration retention) {
  public static final TopicsConfig DEFAULT = new TopicsConfig(4, 1, 1, Duration.ofDays(7));

  public TopicsConfig {
    check(partitions >= 1 && partitions <= 10_000, "partitions", partitions, "1 to 10000");
    check(replication >= 1 && replication <= 100, "replication", replication, "1 to 100");
    check(
        minInSync >= 1 && minInSync <= replication,
        "min-in-sync",
        minInSync,
        "1 to replication=" + replication);
    check(retention.compareTo(Duration.ofMinutes(1)) >= 0, "retention", retention, ">= 1m");
  }

  private static void check(boolean valid, String name, Object value, String rule) {
    if (!valid) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + rule + ")");
    }
  }
}
