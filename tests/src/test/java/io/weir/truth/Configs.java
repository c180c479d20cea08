package io.weir.truth;

import io.weir.streams.JobsConfig;
import java.time.Duration;

/** Settings that differ from the defaults in one thing. */
final class Configs {
  private Configs() {}

  static JobsConfig withAllowedLateness(JobsConfig config, Duration allowedLateness) {
    return of(config, config.idleness(), allowedLateness);
  }

  static JobsConfig withIdleness(JobsConfig config, Duration idleness) {
    return of(config, idleness, config.allowedLateness());
  }

  private static JobsConfig of(JobsConfig config, Duration idleness, Duration allowedLateness) {
    return new JobsConfig(
        config.run(),
        config.bootstrapServers(),
        config.checkpointDir(),
        config.stateBackend(),
        config.checkpointInterval(),
        config.checkpointsKept(),
        config.parallelism(),
        config.outOfOrderness(),
        idleness,
        allowedLateness,
        config.emitInterval(),
        config.answerTimeout(),
        config.httpLatencyThreshold(),
        config.dnsLatencyThreshold(),
        config.connectionIdle(),
        config.groupsMax(),
        config.connectionsMax(),
        config.stopTimeout());
  }
}
