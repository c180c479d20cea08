package io.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The place for checkpoints goes away for a while: a volume that is full or not mounted. */
@ExtendWith(FaultBroker.class)
class CheckpointFailsFaultIT {
  private static final int PARALLELISM = 2;

  @TempDir Path directory;

  /** How far the clock that judges checkpoints is ahead of everybody's. */
  private Duration ahead = Duration.ZERO;

  @Test
  void theJobsGoOnWithoutCheckpointsAndACrashAfterwardsIsExact(FaultBroker.Kafka kafka)
      throws Exception {
    FaultTopics.makeAnew(kafka.bootstrap());
    Optional<String> from = Optional.empty();
    try (JobsCluster cluster = JobsCluster.start(PARALLELISM, () -> Instant.now().plus(ahead))) {
      for (long seed : FaultRun.seeds().toArray()) {
        Feed feed = Feed.of("checkpoint-fails", seed, (int) seed);
        cluster.run(
            FaultJobs.config(kafka.bootstrap(), directory, PARALLELISM, FaultJobs.WHEN_ASKED),
            from);
        long started = cluster.restores();
        var points = feed.points(3).iterator();
        try (FaultRun run = new FaultRun("checkpoint-fails", kafka.bootstrap(), feed)) {
          run.feedTo(points.next());
          Path checkpoint = cluster.checkpoint();

          failingStorage(cluster, run, checkpoint.getParent());
          assertThat(cluster.restores()).as("restarts because of it").isEqualTo(started);

          // Nothing newer than before the trouble: all since is read again.
          run.feedTo(points.next());
          crash(cluster, run);

          run.feedTo(points.next());
          double age = cluster.checkpointAgeSeconds();
          cluster.checkpoint();
          FaultRun.await("a younger one is told", () -> cluster.checkpointAgeSeconds() < age);
          crash(cluster, run);

          run.feedRest();
          run.restarted(cluster.restores() - started);
          run.awaitTruth();
        }
        assertThat(cluster.restores() - started).isEqualTo(2);
        from = Optional.of(cluster.checkpoint().toString());
        cluster.cancel();
      }
    }
  }

  /** Where the job's folder was lies a file. */
  private void failingStorage(JobsCluster cluster, FaultRun run, Path folder) throws Exception {
    long failed = cluster.failedCheckpoints();
    Path away = folder.resolveSibling(folder.getFileName() + "-away");
    Files.move(folder, away);
    Files.createFile(folder);
    run.fault("no-storage");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(cluster::checkpoint).hasRootCauseInstanceOf(IOException.class);
      run.untilInTheMiddle();
      assertThat(cluster.status()).isEqualTo(JobStatus.RUNNING);
    }
    assertThat(cluster.failedCheckpoints()).isEqualTo(failed + 3);
    assertThat(cluster.checkpointReadiness()).isEqualTo(Readiness.READY);
    ahead = Duration.ofMinutes(2);
    assertThat(cluster.checkpointAgeSeconds()).isBetween(120.0, 180.0);
    assertThat(cluster.checkpointReadiness().reason())
        .startsWith("No checkpoint has been completed since 20")
        .contains(
            " (expected: one every 5.0 s)",
            (failed + 3) + " tries have failed",
            "jobs.checkpoint-dir is there");
    ahead = Duration.ZERO;
    Files.delete(folder);
    Files.move(away, folder);
  }

  private static void crash(JobsCluster cluster, FaultRun run) throws Exception {
    run.untilInTheMiddle();
    run.fault("kill");
    long before = cluster.restores();
    cluster.killTaskManager();
    cluster.startTaskManager();
    FaultRun.await("the jobs go on", () -> cluster.restores() > before);
    cluster.awaitRunning();
  }
}
