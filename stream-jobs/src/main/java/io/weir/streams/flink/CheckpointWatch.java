package io.weir.streams.flink;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.runtime.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Gauge;

/**
 * The checkpoints of the job in this process, as Flink counts them: metrics and readiness. On a
 * cluster Flink's own metrics say the same. Used by any thread.
 *
 * <p>Alert when {@code weir_jobs_checkpoint_age_seconds} stays above ten {@code
 * jobs.checkpoint-interval}: readiness then says so, too.
 */
public final class CheckpointWatch implements AutoCloseable {
  // Flink makes its own reporters; they find the watch of their process by name.
  private static final Map<String, CheckpointWatch> LIVE = new ConcurrentHashMap<>();

  private static final String COMPLETED = "numberOfCompletedCheckpoints";
  private static final String FAILED = "numberOfFailedCheckpoints";
  private static final String NEWEST_MS = "lastCheckpointCompletedTimestamp";

  private final String id = UUID.randomUUID().toString();
  private final CheckpointHealth health;
  private final InstantSource clock;
  private final Map<String, Gauge<?>> gauges = new ConcurrentHashMap<>();
  private volatile Optional<Instant> began = Optional.empty();

  /**
   * A watch that sees nothing before {@link #start}.
   *
   * @param interval a checkpoint is due so often
   * @param place where they are kept, for people
   */
  public CheckpointWatch(
      Duration interval, String place, PrometheusRegistry registry, InstantSource clock) {
    this.health = new CheckpointHealth(interval, place);
    this.clock = clock;
    CounterWithCallback.builder()
        .name("weir_jobs_completed_checkpoints_total")
        .help("Checkpoints that were completed.")
        .callback(callback -> callback.call(value(COMPLETED)))
        .register(registry);
    CounterWithCallback.builder()
        .name("weir_jobs_failed_checkpoints_total")
        .help("Checkpoints that failed, those tried while the job begins among them.")
        .callback(callback -> callback.call(value(FAILED)))
        .register(registry);
    GaugeWithCallback.builder()
        .name("weir_jobs_checkpoint_age_seconds")
        .help("Time since the newest checkpoint was completed, or since the start without one.")
        .callback(callback -> began.ifPresent(start -> callback.call(ageSeconds(start))))
        .register(registry);
  }

  /** Begins to watch the job of a cluster that will be started with these settings. */
  public void start(Configuration cluster) {
    began = Optional.of(clock.instant());
    LIVE.put(id, this);
    CheckpointReporter.configure(cluster, id);
  }

  /** Whether checkpoints are completed as often as they should be; true before the start. */
  public Readiness readiness() {
    return began
        .map(start -> health.judge(start, newest(), value(FAILED), clock.instant()))
        .orElse(Readiness.READY);
  }

  private double ageSeconds(Instant start) {
    // Flink's stamps are the system's: they may be a moment ahead.
    Duration age = Duration.between(newest().orElse(start), clock.instant());
    return Math.max(0, age.toMillis()) / 1000.0;
  }

  private Optional<Instant> newest() {
    long newestMs = value(NEWEST_MS);
    return newestMs > 0 ? Optional.of(Instant.ofEpochMilli(newestMs)) : Optional.empty();
  }

  private long value(String name) {
    Gauge<?> gauge = gauges.get(name);
    return gauge != null && gauge.getValue() instanceof Number number ? number.longValue() : 0;
  }

  static Optional<CheckpointWatch> find(String id) {
    return Optional.ofNullable(LIVE.get(id));
  }

  /** Flink has a gauge. */
  void added(String name, Gauge<?> gauge) {
    if (name.equals(COMPLETED) || name.equals(FAILED) || name.equals(NEWEST_MS)) {
      gauges.put(name, gauge);
    }
  }

  /** Flink no longer has a gauge. */
  void removed(String name, Gauge<?> gauge) {
    gauges.remove(name, gauge);
  }

  /** Ends the watch: clusters that are started from now on do not find it. */
  @Override
  public void close() {
    LIVE.remove(id);
  }
}
