package io.weir.streams.flink;

import io.weir.config.ConfigException;
import io.weir.config.ConfigReader;
import io.weir.streams.Job;
import io.weir.streams.JobsConfig;
import io.weir.streams.StateBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands behind the job jar in {@code flink run}: a file, the same {@code weir.yaml} that all
 * roles read, and options above it. Environment variables stand between the two.
 */
final class JobArguments {
  static final String HELP =
      """
      Usage: flink run [FLINK OPTIONS] stream-jobs-VERSION-job.jar [OPTIONS]

        --config FILE               weir.yaml; its sections jobs and kafka count here
        --run JOB,...               which jobs: edges, slis, drops (default: all, as one Flink job)
        --bootstrap-servers HOST:PORT,...
                                    Kafka (default: jobs.bootstrap-servers, else the section kafka's)
        --checkpoint-dir URI        where checkpoints are kept, for example s3://bucket/weir
                                    (default: execution.checkpointing.dir of the cluster)
        --help                      this text

      The job goes on from its newest checkpoint below the checkpoint directory; flink run -s PATH
      goes on from another. Parallelism is that of flink run -p, else of the cluster, else
      jobs.parallelism. State is in RocksDB unless jobs.state-backend says hashmap.

      Examples:
        flink run -d -p 4 stream-jobs-VERSION-job.jar --config weir.yaml
        flink run -d stream-jobs-VERSION-job.jar --config weir.yaml --run slis
      """;

  private enum Option {
    CONFIG("--config"),
    RUN("--run"),
    BOOTSTRAP_SERVERS("--bootstrap-servers"),
    CHECKPOINT_DIR("--checkpoint-dir");

    final String flag;

    Option(String flag) {
      this.flag = flag;
    }

    static Optional<Option> of(String flag) {
      return Arrays.stream(values()).filter(option -> option.flag.equals(flag)).findFirst();
    }
  }

  /** The sections of {@code weir.yaml} that matter here. */
  record Sections(Kafka kafka, JobsConfig jobs) {
    /** The broker of all roles. */
    record Kafka(String bootstrapServers) {}
  }

  private final Map<Option, String> given = new EnumMap<>(Option.class);
  private final boolean help;

  /**
   * @throws IllegalArgumentException if they cannot be understood
   */
  JobArguments(String... arguments) {
    boolean asked = false;
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (argument.equals("--help") || argument.equals("-h")) {
        asked = true;
        continue;
      }
      int equals = argument.indexOf('=');
      String flag = equals < 0 ? argument : argument.substring(0, equals);
      Option option =
          Option.of(flag)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          flag + ": unknown option (expected: one of " + flags() + ")"));
      if (equals < 0 && i + 1 == arguments.length) {
        throw new IllegalArgumentException(flag + ": nothing (expected: a value)");
      }
      String value = equals < 0 ? arguments[++i] : argument.substring(equals + 1);
      if (given.put(option, value) != null) {
        throw new IllegalArgumentException(flag + ": given twice (expected: once)");
      }
    }
    help = asked;
  }

  private static String flags() {
    return String.join(", ", Arrays.stream(Option.values()).map(option -> option.flag).toList())
        + ", --help";
  }

  /** True when somebody asks what can be said. */
  boolean help() {
    return help;
  }

  /**
   * The settings of the jobs.
   *
   * @param clusterCheckpointDir where the cluster keeps checkpoints, if it says so
   * @throws IllegalArgumentException if file, environment or options cannot be used
   */
  JobsConfig config(Map<String, String> environment, Optional<String> clusterCheckpointDir) {
    JobsConfig defaults = JobsConfig.DEFAULT.withState(StateBackend.ROCKSDB);
    Sections file = read(defaults, environment);
    JobsConfig jobs = file.jobs();
    String servers =
        jobs.bootstrapServers().equals(defaults.bootstrapServers())
            ? file.kafka().bootstrapServers()
            : jobs.bootstrapServers();
    String directory =
        jobs.checkpointDir().equals(defaults.checkpointDir())
            ? clusterCheckpointDir.orElse(jobs.checkpointDir())
            : jobs.checkpointDir();
    JobsConfig config =
        jobs.at(
            given.getOrDefault(Option.BOOTSTRAP_SERVERS, servers),
            given.getOrDefault(Option.CHECKPOINT_DIR, directory));
    if (given.containsKey(Option.RUN)) {
      config = config.running(jobs(given.get(Option.RUN)));
    }
    if (!config.hasCheckpointUri() && !Path.of(config.checkpointDir()).isAbsolute()) {
      throw new IllegalArgumentException(
          "checkpoint-dir: "
              + config.checkpointDir()
              + " (expected: a place that all of the cluster can reach, for example s3://bucket/weir"
              + " or /mnt/weir; set --checkpoint-dir or jobs.checkpoint-dir)");
    }
    return config;
  }

  private Sections read(JobsConfig defaults, Map<String, String> environment) {
    Sections none = new Sections(new Sections.Kafka(defaults.bootstrapServers()), defaults);
    String name = given.getOrDefault(Option.CONFIG, "");
    try {
      String yaml = name.isEmpty() ? "" : Files.readString(Path.of(name));
      return ConfigReader.readOwn(
          Sections.class, none, name.isEmpty() ? "The environment" : name, yaml, environment);
    } catch (IOException e) {
      throw new IllegalArgumentException("--config " + name + ": cannot be read (" + e + ")", e);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Job[] jobs(String list) {
    List<Job> jobs = new ArrayList<>();
    for (String name : list.split(",", -1)) {
      jobs.add(
          Arrays.stream(Job.values())
              .filter(job -> job.label().equals(name.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "--run: " + list + " (expected: some of edges,slis,drops)")));
    }
    return jobs.toArray(Job[]::new);
  }
}
