package io.weir.streams.flink;

import io.weir.streams.JobsConfig;
import io.weir.streams.StateBackend;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;

/** Flink's settings, from ours. */
public final class JobsEnvironment {
  private static final String ROCKSDB_CLASS =
      "org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend";

  private JobsEnvironment() {}

  /** What the job needs anywhere: checkpoints, restarts, where to go on from. */
  public static Configuration job(JobsConfig config, Optional<String> restoreFrom) {
    Configuration flink = new Configuration();
    flink.set(StateBackendOptions.STATE_BACKEND, config.stateBackend().label());
    flink.set(
        CheckpointingOptions.INCREMENTAL_CHECKPOINTS,
        config.stateBackend() == StateBackend.ROCKSDB);
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.checkpointInterval());
    // Where a checkpoint takes longer than the interval, the next one does not follow at once.
    flink.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, config.checkpointInterval());
    flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, Checkpoints.folder(config));
    flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, config.checkpointsKept());
    flink.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    // A full disk must not stop the counting, nor make it begin anew at every try: only a crash
    // needs checkpoints, and reads again what came since the last good one.
    flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    // Broken plumbing is retried for ever, ever more slowly; readiness tells meanwhile.
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofMillis(500));
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(30));
    // All types that travel are immutable, or copied by their serializer where state needs it.
    flink.set(PipelineOptions.OBJECT_REUSE, true);
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    flink.set(PipelineOptions.MAX_PARALLELISM, 128);
    if (restoreFrom.isPresent()) {
      flink.set(StateRecoveryOptions.SAVEPOINT_PATH, restoreFrom.get());
      // The new run owns it and deletes it once it has newer ones; old ones do not pile up.
      flink.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
    }
    return flink;
  }

  /** What a mini cluster inside this process needs besides. */
  static Configuration embedded(JobsConfig config, Optional<String> restoreFrom) {
    return miniCluster(job(config, restoreFrom));
  }

  /** A replay on a mini cluster: it is done again rather than gone on with. */
  static Configuration replay() {
    Configuration flink = new Configuration();
    flink.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    flink.set(PipelineOptions.OBJECT_REUSE, true);
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    return miniCluster(flink);
  }

  private static Configuration miniCluster(Configuration flink) {
    flink.set(RestOptions.BIND_PORT, "0");
    flink.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    // Only RocksDB uses it.
    boolean rocksDb =
        StateBackend.ROCKSDB.label().equals(flink.get(StateBackendOptions.STATE_BACKEND));
    int managedMiB = rocksDb ? 128 : 16;
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(managedMiB));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
    return flink;
  }

  /** True when Flink's RocksDB is in this process; a cluster brings it, {@code weir} does not. */
  static boolean hasRocksDb() {
    try {
      Class.forName(ROCKSDB_CLASS, false, JobsEnvironment.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
