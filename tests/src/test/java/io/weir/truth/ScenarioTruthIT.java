package io.weir.truth;

import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.cli.broker.BrokerConfig;
import io.weir.cli.broker.EmbeddedBroker;
import io.weir.streams.JobsConfig;
import io.weir.streams.flink.JobsRole;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real jobs on Flink and Kafka count every scenario, one hour after the other, as they arrive:
 * late, swapped and sent twice. What they publish is the truth.
 */
class ScenarioTruthIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final double SCALE = 0.5;
  private static final int PARTITIONS = 2;
  private static final long SEED = 1;

  @TempDir Path directory;

  @Test
  void theJobsPublishTheTruth() throws Exception {
    EmbeddedBroker broker =
        new EmbeddedBroker(BrokerConfig.DEFAULT.withPort(0), directory.resolve("kafka"));
    broker.start();
    try {
      ScenarioFeed feed = ScenarioFeed.send(broker.bootstrapServers(), PARTITIONS, SCALE, SEED);
      JobsConfig config =
          JobsConfig.DEFAULT.at(broker.bootstrapServers(), directory.resolve("checkpoints"));
      try (JobsRole jobs = new JobsRole(config, new PrometheusRegistry())) {
        jobs.start();
        await("every count is true")
            .atMost(PATIENCE)
            .pollInterval(Duration.ofSeconds(2))
            .untilAsserted(() -> feed.assertTrue(feed.published()));
      }
    } finally {
      broker.close();
    }
  }
}
