package io.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Test
  void theJobsGoOnWithoutCheckpointsAndACrashAfterwardsIsExact(FaultBroker.Kafka kafka)
      throws Exception {
    FaultTopics.makeAnew(kafka.bootstrap());
    Optional<String> from = Optional.empty();
    try (JobsCluster cluster = JobsCluster.start(PARALLELISM)) {
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
          cluster.checkpoint();
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
  private static void failingStorage(JobsCluster cluster, FaultRun run, Path folder)
      throws Exception {
    Path away = folder.resolveSibling(folder.getFileName() + "-away");
    Files.move(folder, away);
    Files.createFile(folder);
    run.fault("no-storage");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(cluster::checkpoint).hasRootCauseInstanceOf(IOException.class);
      run.untilInTheMiddle();
      assertThat(cluster.status()).isEqualTo(JobStatus.RUNNING);
    }
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
