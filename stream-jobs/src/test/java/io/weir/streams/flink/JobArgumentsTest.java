package io.weir.streams.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.streams.Job;
import io.weir.streams.JobsConfig;
import io.weir.streams.StateBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobArgumentsTest {
  private static final Optional<String> CLUSTER = Optional.of("s3://cluster/checkpoints");

  @TempDir Path directory;

  private static JobsConfig config(String... arguments) {
    return new JobArguments(arguments).config(Map.of(), CLUSTER);
  }

  private String file(String yaml) throws Exception {
    return Files.writeString(directory.resolve("weir.yaml"), yaml).toString();
  }

  @Test
  void withoutAWordAllJobsRunWithStateInRocksDbAndCheckpointsWhereTheClusterKeepsThem() {
    assertThat(config())
        .isEqualTo(
            JobsConfig.DEFAULT
                .at("127.0.0.1:9092", "s3://cluster/checkpoints")
                .withState(StateBackend.ROCKSDB));
  }

  /** The file is everybody's: what it says to others, right or wrong, does not matter here. */
  @Test
  void theFileOfAllRolesCountsWithItsSectionsOfJobsAndKafka() throws Exception {
    String file =
        file(
            """
            relay:
              no-such-key: 1
            kafka:
              bootstrap-servers: kafka:9092
            jobs:
              run: [slis]
              checkpoint-dir: s3://bucket/weir
              state-backend: hashmap
              checkpoint-interval: 30s
            """);
    JobsConfig config = config("--config", file);
    assertThat(config.bootstrapServers()).isEqualTo("kafka:9092");
    assertThat(config.checkpointDir()).isEqualTo("s3://bucket/weir");
    assertThat(config.stateBackend()).isEqualTo(StateBackend.HASHMAP);
    assertThat(config.checkpointInterval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.run()).containsExactly(Job.SLIS);
  }

  @Test
  void optionsStandAboveTheEnvironmentAndThatAboveTheFile() throws Exception {
    String file = file("jobs:\n  run: [slis]\n  bootstrap-servers: file:9092\n");
    Map<String, String> environment =
        Map.of("WEIR_JOBS_RUN", "drops", "WEIR_JOBS_CHECKPOINT_DIR", "hdfs:///weir");
    JobsConfig fromEnvironment = new JobArguments("--config=" + file).config(environment, CLUSTER);
    assertThat(fromEnvironment.run()).containsExactly(Job.DROPS);
    assertThat(fromEnvironment.checkpointDir()).isEqualTo("hdfs:///weir");
    assertThat(fromEnvironment.bootstrapServers()).isEqualTo("file:9092");

    JobsConfig fromOptions =
        new JobArguments(
                "--config", file,
                "--run", "slis,edges",
                "--checkpoint-dir", "/mnt/weir",
                "--bootstrap-servers", "option:9092")
            .config(environment, CLUSTER);
    assertThat(fromOptions.run()).containsExactly(Job.EDGES, Job.SLIS);
    assertThat(fromOptions.checkpointDir()).isEqualTo("/mnt/weir");
    assertThat(fromOptions.bootstrapServers()).isEqualTo("option:9092");
  }

  @Test
  void whatCannotBeUsedIsSaidWithItsRule() throws Exception {
    assertThatThrownBy(() -> config("--rum", "slis"))
        .hasMessage(
            "--rum: unknown option (expected: one of --config, --run, --bootstrap-servers,"
                + " --checkpoint-dir, --help)");
    assertThatThrownBy(() -> config("--run")).hasMessage("--run: nothing (expected: a value)");
    assertThatThrownBy(() -> config("--run", "slis", "--run", "drops"))
        .hasMessage("--run: given twice (expected: once)");
    assertThatThrownBy(() -> config("--run", "slis,slos"))
        .hasMessage("--run: slis,slos (expected: some of edges,slis,drops)");
    assertThatThrownBy(() -> config("--config", "/no/such.yaml"))
        .hasMessageContaining("--config /no/such.yaml: cannot be read");
    String wrong = file("jobs:\n  checkpoint-intervall: 1s\n");
    assertThatThrownBy(() -> config("--config", wrong))
        .hasMessageContaining("line 2")
        .hasMessageContaining("did you mean \"checkpoint-interval\"?");
    assertThatThrownBy(() -> new JobArguments().config(Map.of(), Optional.empty()))
        .hasMessageStartingWith("checkpoint-dir: checkpoints (expected: a place that all of the");
  }

  @Test
  void helpNamesEveryOption() {
    assertThat(new JobArguments("--help").help()).isTrue();
    assertThat(new JobArguments().help()).isFalse();
    assertThat(JobArguments.HELP)
        .contains("--config", "--run", "--bootstrap-servers", "--checkpoint-dir", "--help");
  }
}
