package io.weir.streams.flink;

import io.weir.streams.JobsConfig;
import io.weir.streams.JobsMetrics;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.client.program.ProgramParametrizationException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entry point of the job jar: the same topology on a Flink cluster, by {@code flink run} or as the
 * application of a cluster of its own.
 *
 * <p>It goes on from the newest complete checkpoint, so that an application whose job manager was
 * started again, or a job that was cancelled and submitted again, loses nothing. What {@code flink
 * run -s} names goes first. A set of jobs must not run twice at a time: the second would take the
 * first one's checkpoints for its own.
 */
public final class WeirJobs {
  private static final Logger log = LoggerFactory.getLogger(WeirJobs.class);

  private WeirJobs() {}

  /**
   * Submits the job.
   *
   * @param args see {@code --help}
   * @throws ProgramParametrizationException if they cannot be used; Flink prints its message alone
   */
  public static void main(String[] args) throws Exception {
    ReadableConfig cluster =
        StreamExecutionEnvironment.getExecutionEnvironment().getConfiguration();
    JobsConfig config = config(args, cluster);
    Optional<String> newest =
        cluster.getOptional(StateRecoveryOptions.SAVEPOINT_PATH).isPresent()
            ? Optional.empty()
            : newest(config);
    log.info(
        "Stream jobs run={} checkpoints={} restored={}",
        config.jobSet().label(),
        Checkpoints.folder(config),
        newest.orElse("what flink run says"));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(JobsEnvironment.job(config, newest));
    env.setParallelism(config.parallelism());
    new StreamJobs(config, JobsMetrics.Ref.NOOP).build(env);
    env.execute(config.jobSet().fullName());
  }

  private static JobsConfig config(String[] args, ReadableConfig cluster) {
    try {
      JobArguments arguments = new JobArguments(args);
      if (arguments.help()) {
        throw new ProgramParametrizationException(JobArguments.HELP);
      }
      JobsConfig config =
          arguments.config(
              System.getenv(), cluster.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY));
      return cluster
          .getOptional(CoreOptions.DEFAULT_PARALLELISM)
          .map(config::withParallelism)
          .orElse(config);
    } catch (IllegalArgumentException e) {
      throw new ProgramParametrizationException(e.getMessage());
    }
  }

  private static Optional<String> newest(JobsConfig config) {
    try {
      return Checkpoints.newest(config);
    } catch (IOException e) {
      throw new ProgramParametrizationException(
          "checkpoint-dir: "
              + config.checkpointDir()
              + " cannot be read ("
              + e
              + "). Is the plugin of its file system in Flink's plugins folder, and may Flink read it?");
    }
  }
}
