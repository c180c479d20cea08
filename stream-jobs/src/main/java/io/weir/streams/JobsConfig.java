package io.weir.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How the stream jobs run.
 *
 * @param run which jobs run, as one Flink job; those left out run elsewhere, or not at all
 * @param bootstrapServers Kafka brokers, {@code host:port}, separated by commas
 * @param checkpointDir where checkpoints are kept over restarts, in a folder for each set of jobs:
 *     a directory or, for a cluster, a URI that all of it can reach, such as {@code
 *     s3://bucket/weir}
 * @param stateBackend where state is kept between checkpoints
 * @param checkpointInterval time between checkpoints; what a crash repeats
 * @param checkpointsKept complete checkpoints that are kept
 * @param parallelism how many instances of each operator run
 * @param outOfOrderness how far behind the newest event of its partition an event may be before it
 *     is late
 * @param idleness a partition without events for so long no longer holds back the others
 * @param allowedLateness how far behind the watermark an event still counts; later ones are
 *     discarded as {@code too_late}
 * @param emitInterval a changed ten-second window is written at most so often, by the wall clock;
 *     longer windows five times less often
 * @param answerTimeout a SYN or DNS query without an answer for so long is unanswered
 * @param httpLatencyThreshold slower responses are bad for {@code http-latency}
 * @param dnsLatencyThreshold slower answers are bad for {@code dns-latency}
 * @param connectionIdle how long a silent connection is remembered, by the wall clock
 * @param groupsMax edges, services, drop groups and probes that one window tells apart; the rest is
 *     summed up as {@code other}, and counted. Which ones those are depends on the order of arrival
 * @param connectionsMax connections that are remembered, some 2 KiB each; flows of further ones
 *     count one by one, as flows without addresses do, and {@code weir_jobs_untracked_flows_total}
 *     counts them
 * @param stopTimeout how long a stop may take
 */
public record JobsConfig(
    List<Job> run,
    String bootstrapServers,
    String checkpointDir,
    StateBackend stateBackend,
    Duration checkpointInterval,
    int checkpointsKept,
    int parallelism,
    Duration outOfOrderness,
    Duration idleness,
    Duration allowedLateness,
    Duration emitInterval,
    Duration answerTimeout,
    Duration httpLatencyThreshold,
    Duration dnsLatencyThreshold,
    Duration connectionIdle,
    int groupsMax,
    int connectionsMax,
    Duration stopTimeout) {
  public static final JobsConfig DEFAULT =
      new JobsConfig(
          List.of(Job.values()),
          "127.0.0.1:9092",
          "checkpoints",
          StateBackend.HASHMAP,
          Duration.ofSeconds(10),
          3,
          1,
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofMinutes(15),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofMillis(500),
          Duration.ofMillis(100),
          Duration.ofHours(1),
          20_000,
          200_000,
          Duration.ofSeconds(10));

  private static final int PARALLELISM_MAX = 128;
  private static final int GROUPS_MAX = 10_000_000;
  private static final int CONNECTIONS_MAX = 100_000_000;

  // As in RFC 3986. One letter alone would be a drive.
  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");

  public JobsConfig {
    run = List.copyOf(JobSet.of(run).jobs());
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException(
          "bootstrap-servers: empty (expected: host:port, for example 127.0.0.1:9092)");
    }
    if (checkpointDir.isBlank()) {
      throw new IllegalArgumentException("checkpoint-dir: empty (expected: a directory or a URI)");
    }
    atLeast("checkpoint-interval", checkpointInterval, Duration.ofMillis(10));
    between("checkpoints-kept", checkpointsKept, 1, 100);
    between("parallelism", parallelism, 1, PARALLELISM_MAX);
    atLeast("out-of-orderness", outOfOrderness, Duration.ZERO);
    atLeast("idleness", idleness, Duration.ofMillis(1));
    atLeast("allowed-lateness", allowedLateness, Duration.ZERO);
    atLeast("emit-interval", emitInterval, Duration.ofMillis(10));
    atLeast("answer-timeout", answerTimeout, Duration.ofMillis(1));
    atLeast("http-latency-threshold", httpLatencyThreshold, Duration.ofNanos(1));
    atLeast("dns-latency-threshold", dnsLatencyThreshold, Duration.ofNanos(1));
    atLeast("connection-idle", connectionIdle, Duration.ofSeconds(1));
    between("groups-max", groupsMax, 1, GROUPS_MAX);
    between("connections-max", connectionsMax, 1, CONNECTIONS_MAX);
    atLeast("stop-timeout", stopTimeout, Duration.ofMillis(1));
  }

  /** The jobs that run. */
  public JobSet jobSet() {
    return JobSet.of(run);
  }

  /** These settings with another Kafka and another place for checkpoints. */
  public JobsConfig at(String newBootstrapServers, Path newCheckpointDir) {
    return at(newBootstrapServers, newCheckpointDir.toString());
  }

  /** These settings with another Kafka and another place, or URI, for checkpoints. */
  public JobsConfig at(String newBootstrapServers, String newCheckpointDir) {
    return with(run, newBootstrapServers, newCheckpointDir, stateBackend, parallelism);
  }

  /** These settings for other jobs. */
  public JobsConfig running(Job... jobs) {
    return with(Arrays.asList(jobs), bootstrapServers, checkpointDir, stateBackend, parallelism);
  }

  /** These settings with state elsewhere. */
  public JobsConfig withState(StateBackend newStateBackend) {
    return with(run, bootstrapServers, checkpointDir, newStateBackend, parallelism);
  }

  /** These settings with so many instances of each operator. */
  public JobsConfig withParallelism(int newParallelism) {
    return with(run, bootstrapServers, checkpointDir, stateBackend, newParallelism);
  }

  /** These settings with a relative checkpoint directory inside {@code directory}. */
  public JobsConfig inside(Path directory) {
    return hasCheckpointUri()
        ? this
        : at(bootstrapServers, directory.resolve(checkpointDir).toString());
  }

  /** True when checkpoints go to a URI rather than to a directory of this host. */
  public boolean hasCheckpointUri() {
    return SCHEME.matcher(checkpointDir).matches();
  }

  private JobsConfig with(
      List<Job> newRun,
      String newBootstrapServers,
      String newCheckpointDir,
      StateBackend newStateBackend,
      int newParallelism) {
    return new JobsConfig(
        newRun,
        newBootstrapServers,
        newCheckpointDir,
        newStateBackend,
        checkpointInterval,
        checkpointsKept,
        newParallelism,
        outOfOrderness,
        idleness,
        allowedLateness,
        emitInterval,
        answerTimeout,
        httpLatencyThreshold,
        dnsLatencyThreshold,
        connectionIdle,
        groupsMax,
        connectionsMax,
        stopTimeout);
  }

  private static void atLeast(String name, Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + " or more)");
    }
  }

  private static void between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }
}
