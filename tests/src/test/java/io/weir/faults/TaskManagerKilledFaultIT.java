package io.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A node of the Flink cluster goes away with the tasks it runs, again and again. */
@ExtendWith(FaultBroker.class)
class TaskManagerKilledFaultIT {
  private static final int KILLS = 2;
  private static final int PARALLELISM = 2;

  @TempDir Path directory;

  @Test
  void countsStayExactWhenTaskManagersAreKilledInTheMiddle(FaultBroker.Kafka kafka)
      throws Exception {
    FaultTopics.makeAnew(kafka.bootstrap());
    Optional<String> from = Optional.empty();
    // As many slots as instances: every task manager runs some of each operator.
    try (JobsCluster cluster = JobsCluster.start(PARALLELISM)) {
      for (long seed : FaultRun.seeds().toArray()) {
        Feed feed = Feed.of("task-manager-killed", seed, (int) seed);
        cluster.run(
            FaultJobs.config(kafka.bootstrap(), directory, PARALLELISM, FaultJobs.WHEN_ASKED),
            from);
        long started = cluster.restores();
        try (FaultRun run = new FaultRun("task-manager-killed", kafka.bootstrap(), feed)) {
          for (int point : feed.points(KILLS)) {
            run.feedTo(point);
            cluster.checkpoint();
            run.untilInTheMiddle();
            run.fault("kill");
            long before = cluster.restores();
            cluster.killTaskManager();
            cluster.startTaskManager();
            FaultRun.await("the jobs go on", () -> cluster.restores() > before);
            cluster.awaitRunning();
          }
          run.feedRest();
          run.restarted(cluster.restores() - started);
          run.awaitTruth();
        }
        assertThat(cluster.restores() - started).isEqualTo(KILLS);
        from = Optional.of(cluster.checkpoint().toString());
        cluster.cancel();
      }
      assertThat(cluster.repeated()).as("events that came twice").isPositive();
    }
  }
}
