package io.weir.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobsConfigTest {
  private static final JobsConfig D = JobsConfig.DEFAULT;

  @Test
  void defaultsAreThoseOfTheDesign() {
    assertThat(D.outOfOrderness()).isEqualTo(Duration.ofSeconds(5));
    assertThat(D.allowedLateness()).isEqualTo(Duration.ofMinutes(15));
    assertThat(D.checkpointInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(D.httpLatencyThreshold()).isEqualTo(Duration.ofMillis(500));
    assertThat(D.dnsLatencyThreshold()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void anotherKafkaAndDirectoryKeepTheRest() {
    JobsConfig moved = D.at("kafka:9092", Path.of("/var/lib/weir"));
    assertThat(moved.bootstrapServers()).isEqualTo("kafka:9092");
    assertThat(moved.checkpointDir()).isEqualTo("/var/lib/weir");
    assertThat(moved.at(D.bootstrapServers(), D.checkpointDir())).isEqualTo(D);
  }

  @Test
  void rejectedValuesNameTheRule() {
    assertThatThrownBy(() -> D.at(" ", D.checkpointDir()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bootstrap-servers: empty (expected: host:port, for example 127.0.0.1:9092)");
    assertThatThrownBy(() -> withParallelism(0)).hasMessage("parallelism: 0 (expected: 1 to 128)");
  }

  @Test
  void jobsAreASetInTheOrderOfTheDataPath() {
    assertThat(D.jobSet()).isEqualTo(JobSet.ALL);
    JobsConfig some = D.running(Job.DROPS, Job.EDGES, Job.DROPS);
    assertThat(some.run()).containsExactly(Job.EDGES, Job.DROPS);
    assertThat(some.jobSet().label()).isEqualTo("edges+drops");
    assertThat(some.jobSet().fullName()).isEqualTo("weir-jobs-edges+drops");
    assertThatThrownBy(D::running)
        .hasMessage("run: nothing (expected: one or more of edges, slis, drops)");
  }

  @Test
  void aRelativeCheckpointDirectoryIsInsideAnother() {
    assertThat(D.inside(Path.of("/var/lib/weir")).checkpointDir())
        .isEqualTo("/var/lib/weir/checkpoints");
    assertThat(at("/mnt/checkpoints").inside(Path.of("/var/lib/weir")).checkpointDir())
        .isEqualTo("/mnt/checkpoints");
    assertThat(at("s3://bucket/weir").inside(Path.of("/var/lib/weir")).checkpointDir())
        .isEqualTo("s3://bucket/weir");
    assertThatThrownBy(() -> at(" "))
        .hasMessage("checkpoint-dir: empty (expected: a directory or a URI)");
  }

  private static JobsConfig at(String checkpointDir) {
    return D.at(D.bootstrapServers(), checkpointDir);
  }

  private static JobsConfig withParallelism(int parallelism) {
    return new JobsConfig(
        D.run(),
        D.bootstrapServers(),
        D.checkpointDir(),
        D.stateBackend(),
        D.checkpointInterval(),
        D.checkpointsKept(),
        parallelism,
        D.outOfOrderness(),
        D.idleness(),
        D.allowedLateness(),
        D.emitInterval(),
        D.answerTimeout(),
        D.httpLatencyThreshold(),
        D.dnsLatencyThreshold(),
        D.connectionIdle(),
        D.groupsMax(),
        D.connectionsMax(),
        D.stopTimeout());
  }
}
