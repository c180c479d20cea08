package io.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.story.WeirProcess;
import io.weir.streams.JobsConfig;
import io.weir.streams.flink.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code weir jobs} is the whole Flink cluster in one process, job manager and task manager. It
 * gets SIGKILL and is started again, and goes on from the newest checkpoint it finds.
 */
@ExtendWith(FaultBroker.class)
class JobsKilledFaultIT {
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final int KILLS = 1;

  @TempDir Path scratch;

  @Test
  void countsStayExactWhenTheWholeProcessIsKilled(FaultBroker.Kafka kafka) throws Exception {
    FaultTopics.makeAnew(kafka.bootstrap());
    Path config = config(kafka.bootstrap());
    WeirProcess jobs = start(config);
    try {
      for (long seed : FaultRun.seeds().toArray()) {
        Feed feed = Feed.of("jobs-killed", seed, (int) seed);
        try (FaultRun run = new FaultRun("jobs-killed", kafka.bootstrap(), feed)) {
          for (int point : feed.points(KILLS)) {
            run.feedTo(point);
            long before = newestCheckpoint();
            FaultRun.await("a checkpoint", () -> newestCheckpoint() > before);
            run.untilInTheMiddle();
            run.fault("kill");
            jobs.kill();
            long atKill = newestCheckpoint();
            jobs = start(config);
            // A run that went on counts its checkpoints on; one that began anew would not.
            FaultRun.await("a checkpoint of the new run", () -> newestCheckpoint() != atKill);
            assertThat(newestCheckpoint()).isGreaterThan(atKill);
            run.restarted(1);
          }
          run.feedRest();
          run.awaitTruth();
        }
      }
    } finally {
      jobs.close();
    }
  }

  private WeirProcess start(Path config) {
    return WeirProcess.roles("jobs", config, scratch).awaitReady(START_MAX);
  }

  /** The number of the newest complete checkpoint; 0 before there is one. */
  private long newestCheckpoint() throws Exception {
    return Checkpoints.newest(JobsConfig.DEFAULT.at("kafka:9092", scratch.resolve("checkpoints")))
        .map(path -> Long.parseLong(path.substring(path.lastIndexOf('-') + 1)))
        .orElse(0L);
  }

  private Path config(String bootstrap) throws Exception {
    return Files.writeString(
        scratch.resolve("weir.yaml"),
        """
        data-dir: %s
        metrics:
          port: 0
        kafka:
          bootstrap-servers: %s
        jobs:
          checkpoint-dir: %s
          checkpoint-interval: 500ms
          emit-interval: 100ms
        """
            .formatted(scratch.resolve("data"), bootstrap, scratch.resolve("checkpoints")));
  }
}
