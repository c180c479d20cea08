package io.weir.streams;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.Serializable;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the jobs read, refused and wrote, since the process started.
 *
 * <p>Relation: of every topic {@code events = repeated + discarded{malformed} + accepted}; accepted
 * flows are counted in edges, lost, or {@code discarded{too_late}}. After a restore events since
 * the last checkpoint are read, and counted here, again.
 *
 * <p>Alert when {@code weir_jobs_discarded_events_total} rises for 5 min: {@code malformed} means a
 * writer of another version, {@code too_late} a node whose clock or spool is behind. Alert when
 * {@code weir_jobs_events_total} stands still while collectors send. Look when {@code
 * weir_jobs_overflowed_deltas_total} rises: somebody scans, or {@code jobs.groups-max} is too
 * small.
 */
public final class JobsMetrics {
  // Flink makes its own copies of operators; they find the metrics of their process by name.
  private static final Map<String, JobsMetrics> LIVE = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();
  private final Counter starts;
  private final Counter events;
  private final Counter repeated;
  private final Counter discarded;
  private final Counter lost;
  private final Counter lateDeltas;
  private final Counter written;
  private final Counter overflowed;
  private final Gauge liveWindows;
  private final Gauge liveConnections;
  private final Counter untracked;
  private final Gauge customIndicators;
  private final Gauge refusedIndicators;

  public JobsMetrics(PrometheusRegistry registry) {
    starts =
        counter(
            registry,
            "weir_jobs_starts_total",
            "Times that the job began: once, and again after each failure.");
    events = counter(registry, "weir_jobs_events_total", "Records read from raw topics.", "topic");
    repeated =
        counter(
            registry,
            "weir_jobs_repeated_events_total",
            "Events that were read before: resent by a collector.",
            "topic");
    discarded =
        counter(
            registry,
            "weir_jobs_discarded_events_total",
            "Events refused into weir.discarded.v1.",
            "reason");
    lost =
        counter(registry, "weir_jobs_lost_events_total", "Events that sources reported as lost.");
    lateDeltas =
        counter(
            registry,
            "weir_jobs_late_deltas_total",
            "Corrections, drops and probes that came after their window was forgotten.");
    overflowed =
        counter(
            registry,
            "weir_jobs_overflowed_deltas_total",
            "Deltas of keys beyond jobs.groups-max, summed up as other.",
            "windows");
    customIndicators =
        Gauge.builder()
            .name("weir_jobs_custom_indicators")
            .help("Custom indicators that are counted.")
            .register(registry);
    refusedIndicators =
        Gauge.builder()
            .name("weir_jobs_refused_indicators")
            .help("Custom indicators that cannot be used; the log says why.")
            .register(registry);
    liveConnections =
        Gauge.builder()
            .name("weir_jobs_live_connections")
            .help("Connections that are remembered.")
            .register(registry);
    untracked =
        counter(
            registry,
            "weir_jobs_untracked_flows_total",
            "Flows of connections beyond jobs.connections-max, counted one by one.");
    liveWindows =
        Gauge.builder()
            .name("weir_jobs_live_windows")
            .help("Windows that are held because events may still change them.")
            .labelNames("windows")
            .register(registry);
    written =
        counter(registry, "weir_jobs_written_windows_total", "Window records written.", "topic");
  }

  private static Counter counter(
      PrometheusRegistry registry, String name, String help, String... labels) {
    return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  /** Makes these metrics known to operators of this process, until {@link #withdraw}. */
  public Ref publish() {
    LIVE.put(id, this);
    return new Ref(id);
  }

  public void withdraw() {
    LIVE.remove(id);
  }

  /** The job began, or began again. */
  public void started() {
    starts.inc();
  }

  /** A record of a raw topic was read. */
  public void events(String topic) {
    events.labelValues(topic).inc();
  }

  /** A repeat was skipped. */
  public void repeated(String topic) {
    repeated.labelValues(topic).inc();
  }

  /** An event was refused. */
  public void discarded(String reason) {
    discarded.labelValues(reason).inc();
  }

  /** A source lost events. */
  public void lost(long count) {
    lost.inc(count);
  }

  /** A delta found its window forgotten. */
  public void lateDelta() {
    lateDeltas.inc();
  }

  /** A delta went to the group of all others. */
  public void overflowed(String windows) {
    overflowed.labelValues(windows).inc();
  }

  /** Windows were begun, or forgotten (below 0). */
  public void liveWindows(String windows, int more) {
    liveWindows.labelValues(windows).inc(more);
  }

  /** Connections were begun, or forgotten (below 0). */
  public void liveConnections(long more) {
    liveConnections.inc(more);
  }

  /** A flow found no room for its connection. */
  public void untracked() {
    untracked.inc();
  }

  /** Custom indicators in force, and those that cannot be. */
  public void customIndicators(int counted, int refused) {
    customIndicators.set(counted);
    refusedIndicators.set(refused);
  }

  /** A window was written. */
  public void written(String topic) {
    written.labelValues(topic).inc();
  }

  /**
   * A name for metrics that travels with operators. Where no such metrics are published, as in a
   * Flink cluster, counts go nowhere.
   */
  public record Ref(String id) implements Serializable {
    /** Counts into nothing. */
    public static final Ref NOOP = new Ref("");

    /** The metrics of this process. */
    public JobsMetrics resolve() {
      JobsMetrics live = LIVE.get(id);
      return live == null ? Noop.INSTANCE : live;
    }
  }

  private static final class Noop {
    static final JobsMetrics INSTANCE = new JobsMetrics(new PrometheusRegistry());
  }
}
