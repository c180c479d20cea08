package io.weir.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.cli.broker.BrokerConfig;
import io.weir.cli.broker.EmbeddedBroker;
import io.weir.cli.simulate.Comparison;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jobs as people run them on a cluster: Flink in processes of its own, the job jar, {@code
 * flink run}, state in RocksDB.
 */
class JobClusterIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int PARALLELISM = 2;
  private static final String SCENARIO = "bad-rollout";
  private static final long SEED = 1;
  private static final double SCALE = 0.5;

  @TempDir static Path directory;

  private static FlinkProcesses flink;

  @BeforeAll
  static void startCluster() {
    flink = FlinkProcesses.start(directory.resolve("flink"), 1, PARALLELISM);
  }

  @AfterAll
  static void stopCluster() {
    flink.close();
  }

  @Test
  void theJobJarCountsExactlyAndGoesOnWhenItIsSubmittedAgain() throws Exception {
    EmbeddedBroker broker =
        new EmbeddedBroker(BrokerConfig.DEFAULT.withPort(0), directory.resolve("kafka"));
    broker.start();
    try {
      ScenarioOnKafka scenario =
          new ScenarioOnKafka(broker.bootstrapServers(), SCENARIO, SEED, SCALE);
      scenario.createTopics();
      Path config = config(broker.bootstrapServers());
      assertThat(scenario.send()).isGreaterThan(1_000);

      String first = flink.run(PARALLELISM, JobJar.path(), "--config", config.toString());
      await("a checkpoint with something in it; logs: " + directory)
          .atMost(PATIENCE)
          .until(() -> flink.completedCheckpoints(first) >= 2);
      awaitCheckpointMetrics(first);
      // The second may find everything written, so only the first is asked for that.
      awaitMetrics(first, "weir_jobs_written_windows_total");
      assertThat(flink.cli("cancel", first).exitCode()).isZero();

      String second = flink.run(PARALLELISM, JobJar.path(), "--config", config.toString());
      assertThat(restoredFrom(second)).contains(first);
      await("every count is true; logs: " + directory)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> {
                Comparison.Result result = scenario.compare();
                assertThat(result.differences()).isEmpty();
                assertThat(result.compared()).isGreaterThan(1_000);
              });
      assertThat(flink.isRunning(second)).isTrue();
      awaitMetrics(second, "weir_jobs_live_windows", "weir_jobs_known_collectors");
      awaitIncrement(second);
    } finally {
      broker.close();
    }
  }

  @Test
  void wrongOptionsAreToldInOneSentence() {
    FlinkProcesses.Output output = flink.cli("run", JobJar.path().toString(), "--rum", "slis");
    assertThat(output.exitCode()).isNotZero();
    assertThat(output.text())
        .contains("--rum: unknown option (expected: one of --config, --run,")
        .doesNotContain("\tat io.weir");
  }

  /** The same file that all roles read; flink run has no use for most of it. */
  private static Path config(String bootstrap) throws Exception {
    return Files.writeString(
        directory.resolve("weir.yaml"),
        """
        data-dir: /var/lib/weir
        kafka:
          bootstrap-servers: %s
        relay:
          port: 4245
        jobs:
          checkpoint-dir: %s
          checkpoint-interval: 1s
        """
            .formatted(bootstrap, directory.resolve("checkpoints").toUri()));
  }

  /** Under the names that the role's own metrics have, so that every reporter shows them. */
  private static void awaitMetrics(String job, String... names) {
    for (String name : names) {
      await(name + " of " + job)
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(flink.metric(job, name)).isPositive());
    }
  }

  /** Flink's own: the metrics of the role are of its mini cluster alone. */
  private static void awaitCheckpointMetrics(String job) {
    await("Flink's metrics of checkpoints of " + job)
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(flink.rest("/jobs/" + job + "/metrics").findValuesAsText("id"))
                    .contains("numberOfFailedCheckpoints", "lastCheckpointCompletedTimestamp"));
  }

  /** Nothing comes any more, so a checkpoint writes a part of what it is made of. */
  private static void awaitIncrement(String job) {
    await("a checkpoint smaller than the state; logs: " + directory)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode newest = flink.rest("/jobs/" + job + "/checkpoints").at("/latest/completed");
              assertThat(newest.path("checkpointed_size").asLong(Long.MAX_VALUE))
                  .isLessThan(newest.path("state_size").asLong());
            });
  }

  private static String restoredFrom(String job) {
    String path = "/jobs/" + job + "/checkpoints";
    await("a restored checkpoint of " + job)
        .atMost(PATIENCE)
        .until(() -> flink.rest(path).at("/latest/restored").has("external_path"));
    return flink.rest(path).at("/latest/restored/external_path").asText();
  }
}
