package io.weir.streams;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
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
  private final Meters.Counter starts;
  private final Meters.Counter events;
  private final Meters.Counter repeated;
  private final Meters.Counter discarded;
  private final Meters.Counter lost;
  private final Meters.Counter lateDeltas;
  private final Meters.Counter written;
  private final Meters.Counter overflowed;
  private final Meters.Gauge liveWindows;
  private final Meters.Gauge liveConnections;
  private final Meters.Counter untracked;
  private final Meters.Counter unheardReports;
  private final Meters.Gauge liveNames;
  private final Meters.Counter unknownNames;
  private final Meters.Gauge customIndicators;
  private final Meters.Gauge refusedIndicators;
  private final Meters.Gauge knownCollectors;
  private final Meters.Counter forgottenCollectors;
  private final Meters.Gauge pathEntries;
  private final Meters.Gauge pastWindows;

  /** Metrics that this process serves itself. */
  public JobsMetrics(PrometheusRegistry registry) {
    this(new PrometheusMeters(registry));
  }

  /** Metrics that are shown wherever {@code meters} are. */
  public JobsMetrics(Meters meters) {
    starts =
        meters.counter(
            "weir_jobs_starts_total",
            "Times that the job began: once, and again after each failure.");
    events = meters.counter("weir_jobs_events_total", "Records read from raw topics.", "topic");
    repeated =
        meters.counter(
            "weir_jobs_repeated_events_total",
            "Events that were read before: resent by a collector.",
            "topic");
    discarded =
        meters.counter(
            "weir_jobs_discarded_events_total", "Events refused into weir.discarded.v1.", "reason");
    lost = meters.counter("weir_jobs_lost_events_total", "Events that sources reported as lost.");
    lateDeltas =
        meters.counter(
            "weir_jobs_late_deltas_total",
            "Corrections, drops and probes that came after their window was forgotten.");
    overflowed =
        meters.counter(
            "weir_jobs_overflowed_deltas_total",
            "Deltas of keys beyond jobs.groups-max, summed up as other.",
            "windows");
    customIndicators =
        meters.gauge("weir_jobs_custom_indicators", "Custom indicators that are counted.");
    refusedIndicators =
        meters.gauge(
            "weir_jobs_refused_indicators",
            "Custom indicators that cannot be used; the log says why.");
    liveConnections =
        meters.gauge("weir_jobs_live_connections", "Connections that are remembered.");
    untracked =
        meters.counter(
            "weir_jobs_untracked_flows_total",
            "Flows of connections beyond jobs.connections-max, counted one by one.");
    unheardReports =
        meters.counter(
            "weir_jobs_unheard_reports_total",
            "Reports of proxies that were first, and came in after so much of another one"
                + " that the other one's stay counted.");
    liveNames = meters.gauge("weir_jobs_live_names", "DNS names whose resolutions are remembered.");
    unknownNames =
        meters.counter(
            "weir_jobs_unknown_names_total",
            "DNS answers about names beyond the limit: not remembered, NXDOMAIN counts as good.");
    liveWindows =
        meters.gauge(
            "weir_jobs_live_windows",
            "Windows that are held because events may still change them.",
            "windows");
    knownCollectors =
        meters.gauge(
            "weir_jobs_known_collectors",
            "Collector runs, by partition, whose numbers are remembered.",
            "topic");
    forgottenCollectors =
        meters.counter(
            "weir_jobs_forgotten_collectors_total",
            "Collector runs forgotten for want of room; what they resend counts again.",
            "topic");
    pathEntries =
        meters.gauge(
            "weir_jobs_path_entries",
            "Addresses, nodes and lost attempts that path losses are told from.",
            "kind");
    pastWindows =
        meters.gauge(
            "weir_jobs_past_windows",
            "Counts of forgotten windows that later ones compare themselves with.",
            "windows");
    written = meters.counter("weir_jobs_written_windows_total", "Window records written.", "topic");
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
    events.inc(topic);
  }

  /** A repeat was skipped. */
  public void repeated(String topic) {
    repeated.inc(topic);
  }

  /** An event was refused. */
  public void discarded(String reason) {
    discarded.inc(reason);
  }

  /** A source lost events. */
  public void lost(long count) {
    lost.add(count);
  }

  /** A delta found its window forgotten. */
  public void lateDelta() {
    lateDeltas.inc();
  }

  /** A delta went to the group of all others. */
  public void overflowed(String windows) {
    overflowed.inc(windows);
  }

  /** Windows were begun, or forgotten (below 0). */
  public void liveWindows(String windows, int more) {
    liveWindows.add(more, windows);
  }

  /** Connections were begun, or forgotten (below 0). */
  public void liveConnections(long more) {
    liveConnections.add(more);
  }

  /** A flow found no room for its connection. */
  public void untracked() {
    untracked.inc();
  }

  /** A proxy that should have owned a connection came in too late for that. */
  public void unheard() {
    unheardReports.inc();
  }

  /** Names were met, or forgotten (below 0). */
  public void liveNames(long more) {
    liveNames.add(more);
  }

  /** An answer found no room for its name. */
  public void unknownName() {
    unknownNames.inc();
  }

  /** Custom indicators in force, and those that cannot be. */
  public void customIndicators(int counted, int refused) {
    customIndicators.set(counted);
    refusedIndicators.set(refused);
  }

  /** Collector runs were met, or forgotten (below 0). */
  public void knownCollectors(String topic, int more) {
    knownCollectors.add(more, topic);
  }

  /** A collector run was forgotten before its time. */
  public void forgottenCollector(String topic) {
    forgottenCollectors.inc(topic);
  }

  /** How many entries of a kind path losses hold. */
  public void pathEntries(String kind, long entries) {
    pathEntries.set(entries, kind);
  }

  /** Past windows were kept, or forgotten (below 0). */
  public void pastWindows(String windows, int more) {
    pastWindows.add(more, windows);
  }

  /** A window was written. */
  public void written(String topic) {
    written.inc(topic);
  }

  /**
   * A name for metrics that travels with operators. Where no such metrics are published, as in a
   * Flink cluster, operators count in Flink's own.
   */
  public record Ref(String id) implements Serializable {
    /** No metrics of any process. */
    public static final Ref NOOP = new Ref("");

    /** The metrics of this process, if it has published them. */
    public Optional<JobsMetrics> find() {
      return Optional.ofNullable(LIVE.get(id));
    }
  }
}
