package io.weir.faults;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.weir.runtime.Readiness;
import io.weir.streams.JobsConfig;
import io.weir.streams.JobsMetrics;
import io.weir.streams.flink.CheckpointWatch;
import io.weir.streams.flink.JobsEnvironment;
import io.weir.streams.flink.StreamJobs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The jobs on a Flink cluster inside this JVM: a job manager, and task managers of one slot each,
 * which can be killed. One job at a time.
 */
final class JobsCluster implements AutoCloseable {
  private static final long PATIENCE_S = 60;

  /** By this the age of checkpoints is judged, whenever tests take them. */
  private static final Duration CHECKPOINTS_DUE = Duration.ofSeconds(5);

  private final MiniCluster cluster;
  private final PrometheusRegistry registry;
  private final CheckpointWatch checkpoints;
  private final JobsMetrics metrics;
  private final JobsMetrics.Ref ref;
  private JobID job = new JobID(0, 0);
  private int oldestTaskManager;

  private JobsCluster(
      MiniCluster cluster, PrometheusRegistry registry, CheckpointWatch checkpoints) {
    this.cluster = cluster;
    this.registry = registry;
    this.checkpoints = checkpoints;
    this.metrics = new JobsMetrics(registry);
    this.ref = metrics.publish();
  }

  /** A cluster without a job. */
  static JobsCluster start(int taskManagers) throws Exception {
    return start(taskManagers, InstantSource.system());
  }

  /** The same where another clock tells how old checkpoints are. */
  static JobsCluster start(int taskManagers, InstantSource clock) throws Exception {
    Configuration flink = new Configuration();
    PrometheusRegistry registry = new PrometheusRegistry();
    CheckpointWatch checkpoints =
        new CheckpointWatch(CHECKPOINTS_DUE, "jobs.checkpoint-dir", registry, clock);
    checkpoints.start(flink);
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(taskManagers)
                .setNumSlotsPerTaskManager(1)
                .withRandomPorts()
                .build());
    cluster.start();
    return new JobsCluster(cluster, registry, checkpoints);
  }

  /** The jobs could not begin. */
  static final class JobFailed extends Exception {
    private static final long serialVersionUID = 1L;

    JobFailed(Throwable cause) {
      super("The jobs did not start", cause);
    }
  }

  /**
   * Starts the jobs as {@code flink run} would, and returns when all of their tasks run.
   *
   * @throws JobFailed if one of them fails before that
   */
  void run(JobsConfig config, Optional<String> restoreFrom) throws Exception {
    JobGraph graph = graph(config, ref, restoreFrom);
    cluster.submitJob(graph).get(PATIENCE_S, TimeUnit.SECONDS);
    job = graph.getJobID();
    boolean[] runs = new boolean[1];
    FaultRun.await(
        "the jobs start", () -> (runs[0] = allRun()) || executionGraph().getFailureInfo() != null);
    if (!runs[0]) {
      throw new JobFailed(failure());
    }
  }

  /** The jobs as Flink runs them. */
  static JobGraph graph(JobsConfig config, JobsMetrics.Ref metrics, Optional<String> restoreFrom)
      throws Exception {
    Configuration flink = JobsEnvironment.job(config, restoreFrom);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
    env.setParallelism(config.parallelism());
    new StreamJobs(config, metrics).build(env);
    JobGraph graph = env.getStreamGraph().getJobGraph();
    if (restoreFrom.isPresent()) {
      graph.setSavepointRestoreSettings(SavepointRestoreSettings.fromConfiguration(flink));
    }
    return graph;
  }

  /** Waits until every task runs. */
  void awaitRunning() {
    FaultRun.await(
        "all tasks run",
        () -> {
          JobStatus status = status();
          if (status.isGloballyTerminalState()) {
            throw new AssertionError("The job is " + status, failure());
          }
          return allRun();
        });
  }

  private boolean allRun() throws Exception {
    // One look at both: a job that is about to begin has no tasks yet.
    AccessExecutionGraph graph = executionGraph();
    for (AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
      if (vertex.getExecutionState() != ExecutionState.RUNNING) {
        return false;
      }
    }
    return graph.getState() == JobStatus.RUNNING;
  }

  JobStatus status() throws Exception {
    return cluster.getJobStatus(job).get(PATIENCE_S, TimeUnit.SECONDS);
  }

  /** Why the job failed. */
  private Throwable failure() throws Exception {
    var info = executionGraph().getFailureInfo();
    return info == null
        ? new IllegalStateException("no cause")
        : info.getException().deserializeError(getClass().getClassLoader());
  }

  private AccessExecutionGraph executionGraph() throws Exception {
    return cluster.getExecutionGraph(job).get(PATIENCE_S, TimeUnit.SECONDS);
  }

  /** Takes a checkpoint and returns its folder when it is complete. */
  Path checkpoint() throws Exception {
    return path(cluster.triggerCheckpoint(job).get(PATIENCE_S, TimeUnit.SECONDS));
  }

  /** Takes a savepoint in the format that outlives versions. */
  Path savepoint(Path directory) throws Exception {
    return path(
        cluster
            .triggerSavepoint(
                job, directory.toUri().toString(), false, SavepointFormatType.CANONICAL)
            .get(PATIENCE_S, TimeUnit.SECONDS));
  }

  private static Path path(String uri) {
    return Path.of(java.net.URI.create(uri).getPath());
  }

  /** How often the running job began anew from a checkpoint, its own start included. */
  long restores() throws Exception {
    CheckpointStatsSnapshot snapshot = executionGraph().getCheckpointStatsSnapshot();
    return snapshot == null ? 0 : snapshot.getCounts().getNumberOfRestoredCheckpoints();
  }

  /** The task manager that has run longest is gone at once, with the tasks it ran. */
  void killTaskManager() throws Exception {
    cluster.terminateTaskManager(oldestTaskManager++).get(PATIENCE_S, TimeUnit.SECONDS);
  }

  /** A new task manager instead. */
  void startTaskManager() throws Exception {
    cluster.startTaskManager();
  }

  /** Ends the job as a crash of all would: nothing is written any more, no checkpoint taken. */
  void cancel() throws Exception {
    cluster.cancelJob(job).get(PATIENCE_S, TimeUnit.SECONDS);
    awaitEnd();
  }

  /** Ends the job after the last record it can write of what it has read. */
  void drain(Path savepoints) throws Exception {
    cluster
        .stopWithSavepoint(job, savepoints.toUri().toString(), true, SavepointFormatType.CANONICAL)
        .get(PATIENCE_S, TimeUnit.SECONDS);
    awaitEnd();
  }

  private void awaitEnd() throws ExecutionException, InterruptedException, TimeoutException {
    cluster.requestJobResult(job).get(PATIENCE_S, TimeUnit.SECONDS);
  }

  /** Records of raw topics that were read since this cluster started, those read again too. */
  long read() {
    return count("weir_jobs_events");
  }

  /** Of these, events that had been counted before. */
  long repeated() {
    return count("weir_jobs_repeated_events");
  }

  /** Checkpoints of the running job that failed. */
  long failedCheckpoints() {
    return count("weir_jobs_failed_checkpoints");
  }

  /** How old the newest complete checkpoint is. */
  double checkpointAgeSeconds() {
    return registry.scrape("weir_jobs_checkpoint_age_seconds"::equals).stream()
        .flatMap(snapshot -> snapshot.getDataPoints().stream())
        .mapToDouble(point -> ((GaugeSnapshot.GaugeDataPointSnapshot) point).getValue())
        .sum();
  }

  /** What the role would say if one were due every five seconds. */
  Readiness checkpointReadiness() {
    return checkpoints.readiness();
  }

  private long count(String name) {
    return registry.scrape(name::equals).stream()
        .flatMap(snapshot -> snapshot.getDataPoints().stream())
        .mapToLong(point -> (long) ((CounterSnapshot.CounterDataPointSnapshot) point).getValue())
        .sum();
  }

  @Override
  public void close() throws Exception {
    metrics.withdraw();
    checkpoints.close();
    cluster.closeAsync().get(PATIENCE_S, TimeUnit.SECONDS);
  }
}
