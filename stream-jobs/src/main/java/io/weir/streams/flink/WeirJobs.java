package io.weir.streams.flink;

import io.weir.streams.JobsConfig;
import io.weir.streams.JobsMetrics;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Entry point for {@code flink run}: the same topology on a Flink cluster, which decides what to
 * restore ({@code flink run -s CHECKPOINT}).
 */
public final class WeirJobs {
  private WeirJobs() {}

  /**
   * Submits the job.
   *
   * @param args bootstrap servers and checkpoint directory, both optional
   */
  public static void main(String[] args) throws Exception {
    JobsConfig defaults = JobsConfig.DEFAULT;
    JobsConfig config =
        defaults.at(
            args.length > 0 ? args[0] : defaults.bootstrapServers(),
            args.length > 1 ? args[1] : defaults.checkpointDir());
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            JobsEnvironment.job(config, Optional.empty()));
    new StreamJobs(config, JobsMetrics.Ref.NOOP).build(env);
    env.execute(config.jobSet().fullName());
  }
}
