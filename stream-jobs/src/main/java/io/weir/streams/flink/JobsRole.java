package io.weir.streams.flink;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.runtime.Readiness;
import io.weir.runtime.Role;
import io.weir.runtime.StartException;
import io.weir.streams.JobsConfig;
import io.weir.streams.JobsMetrics;
import io.weir.streams.StateBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream jobs on a Flink mini cluster inside this process.
 *
 * <p>A start goes on from the newest complete checkpoint in the configured directory, of whatever
 * earlier run; without one it reads the topics from their beginning. Offsets are part of
 * checkpoints, so a stop or a crash loses nothing: what came after the last checkpoint is read
 * again, and its windows are written again with the same values.
 */
public final class JobsRole implements Role {
  private static final Logger log = LoggerFactory.getLogger(JobsRole.class);

  private static final long STATUS_TIMEOUT_MS = 500;

  private final JobsConfig config;
  private final JobsMetrics metrics;
  private final CheckpointWatch checkpoints;

  private @Nullable JobClient job;
  private boolean closed;

  public JobsRole(JobsConfig config, PrometheusRegistry registry) {
    this(config, registry, InstantSource.system());
  }

  public JobsRole(JobsConfig config, PrometheusRegistry registry, InstantSource clock) {
    this.config = config;
    this.metrics = new JobsMetrics(registry);
    this.checkpoints =
        new CheckpointWatch(
            config.checkpointInterval(), Checkpoints.folder(config), registry, clock);
  }

  @Override
  public String name() {
    return "jobs";
  }

  @Override
  public synchronized void start() throws StartException, InterruptedException {
    if (job != null || closed) {
      throw new StartException("The stream jobs were started before; make a new role instead.");
    }
    if (config.stateBackend() == StateBackend.ROCKSDB && !JobsEnvironment.hasRocksDb()) {
      throw new StartException(
          "jobs.state-backend: rocksdb (expected: hashmap in this process). RocksDB is for jobs on a"
              + " Flink cluster, see docs/how-to/run-on-flink.md.");
    }
    Optional<String> checkpoint;
    try {
      if (!config.hasCheckpointUri()) {
        Files.createDirectories(Path.of(config.checkpointDir()));
      }
      checkpoint = Checkpoints.newest(config);
    } catch (java.io.IOException e) {
      throw new StartException(
          "Cannot use checkpoint directory "
              + config.checkpointDir()
              + ": "
              + e.getMessage()
              + ". Make it writable or set jobs.checkpoint-dir.",
          e);
    }
    try {
      Configuration flink = JobsEnvironment.embedded(config, checkpoint);
      checkpoints.start(flink);
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.createLocalEnvironment(config.parallelism(), flink);
      new StreamJobs(config, metrics.publish()).build(env);
      job = env.executeAsync(config.jobSet().fullName());
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      withdraw();
      throw new StartException(
          "Cannot start the stream jobs on an embedded Flink: " + e.getMessage(), e);
    }
    log.info(
        "Stream jobs started run={} job={} restored={}",
        config.jobSet().label(),
        job.getJobID(),
        checkpoint.orElse("nothing"));
  }

  @Override
  public synchronized Readiness readiness() {
    if (closed) {
      return Readiness.notReady("The stream jobs are stopped.");
    }
    if (job == null) {
      return Readiness.notReady("The stream jobs are not started.");
    }
    try {
      JobStatus status = job.getJobStatus().get(STATUS_TIMEOUT_MS, TimeUnit.MILLISECONDS);
      return status == JobStatus.RUNNING
          ? checkpoints.readiness()
          : Readiness.notReady("The Flink job is " + status + ".");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Readiness.notReady("Interrupted while asking Flink.");
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      return Readiness.notReady("Flink does not answer: " + e);
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (job != null) {
      cancel(job);
    }
    withdraw();
  }

  private void withdraw() {
    checkpoints.close();
    metrics.withdraw();
  }

  private void cancel(JobClient running) {
    long deadlineNs = System.nanoTime() + config.stopTimeout().toNanos();
    try {
      running.cancel().get(config.stopTimeout().toMillis(), TimeUnit.MILLISECONDS);
      // The mini cluster ends by itself once its job has.
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
      running.getJobExecutionResult().get(Math.max(1, leftMs), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      log.warn("Stream jobs did not stop in time limit={}", config.stopTimeout());
    } catch (ExecutionException | IllegalStateException e) {
      // A cancelled job has no result: this is how it says that it ended.
      log.debug("Stream jobs ended", e);
    }
  }
}
