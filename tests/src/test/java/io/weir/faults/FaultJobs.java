package io.weir.faults;

import io.weir.streams.JobsConfig;
import java.nio.file.Path;
import java.time.Duration;

/** How the jobs of fault tests run. */
final class FaultJobs {
  /** Longer than any test: checkpoints are taken when the test says so. */
  static final Duration WHEN_ASKED = Duration.ofHours(1);

  private static final Duration EMIT = Duration.ofMillis(100);

  private FaultJobs() {}

  /** The settings of production, but for windows that are written sooner. */
  static JobsConfig config(
      String bootstrap, Path checkpoints, int parallelism, Duration checkpointInterval) {
    JobsConfig d = JobsConfig.DEFAULT;
    return new JobsConfig(
        d.run(),
        bootstrap,
        checkpoints.toString(),
        d.stateBackend(),
        checkpointInterval,
        d.checkpointsKept(),
        parallelism,
        d.outOfOrderness(),
        d.idleness(),
        d.allowedLateness(),
        EMIT,
        d.answerTimeout(),
        d.httpLatencyThreshold(),
        d.dnsLatencyThreshold(),
        d.connectionIdle(),
        d.groupsMax(),
        d.connectionsMax(),
        d.stopTimeout());
  }
}
