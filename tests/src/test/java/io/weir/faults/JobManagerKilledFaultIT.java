package io.weir.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cluster.FlinkProcesses;
import io.weir.cluster.JobJar;
import io.weir.streams.JobSet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job manager of a standalone cluster gets SIGKILL, and its jobs are gone with it. It is
 * started again, the task manager comes back to it, and the job jar is submitted again as before.
 * Kafka has forgotten by then what the checkpoint holds, so all depends on finding it.
 */
@ExtendWith(FaultBroker.class)
class JobManagerKilledFaultIT {
  @TempDir Path scratch;

  @Test
  void countsStayExactWhenTheJobManagerIsKilled(FaultBroker.Kafka kafka) throws Exception {
    FaultTopics.makeAnew(kafka.bootstrap());
    Path config = config(kafka.bootstrap());
    try (FlinkProcesses flink = FlinkProcesses.start(scratch.resolve("flink"), 1, 1)) {
      String job = submit(flink, config);
      for (long seed : FaultRun.seeds().toArray()) {
        Feed feed = Feed.of("job-manager-killed", seed, (int) seed);
        try (FaultRun run = new FaultRun("job-manager-killed", kafka.bootstrap(), feed)) {
          run.feedTo(feed.points(1).get(0));
          FaultTopics.forgetSavedFlows(kafka.bootstrap(), JobSet.ALL.fullName(), run::flowOn);
          run.untilInTheMiddle();
          run.fault("kill");
          flink.killJobManager();
          flink.startJobManager();
          String next = submit(flink, config);
          assertThat(restoredFrom(flink, next)).contains(job);
          job = next;
          run.restarted(1);
          run.feedRest();
          run.awaitTruth();
        }
      }
    }
  }

  /** Returns when all tasks run: the job waits for the slots of task managers on their way. */
  private static String submit(FlinkProcesses flink, Path config) {
    String job = flink.run(1, JobJar.path(), "--config", config.toString());
    FaultRun.await("all tasks run", () -> flink.isRunning(job));
    return job;
  }

  private static String restoredFrom(FlinkProcesses flink, String job) {
    return flink
        .rest("/jobs/" + job + "/checkpoints")
        .at("/latest/restored/external_path")
        .asText();
  }

  private Path config(String bootstrap) throws Exception {
    return Files.writeString(
        scratch.resolve("weir.yaml"),
        """
        data-dir: %s
        kafka:
          bootstrap-servers: %s
        jobs:
          checkpoint-dir: %s
          checkpoint-interval: 500ms
          emit-interval: 100ms
        """
            .formatted(scratch.resolve("data"), bootstrap, scratch.resolve("checkpoints").toUri()));
  }
}
