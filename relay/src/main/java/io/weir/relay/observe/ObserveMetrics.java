package io.weir.relay.observe;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What the Observer API does.
 *
 * <p>Relations: <em>records read = events + repeats + malformed</em>; <em>queries started = queries
 * by outcome + streams</em>. Alert when {@code outcome="unavailable"} or {@code
 * weir_relay_observe_tail_errors_total} rises for 5 min; {@code
 * weir_relay_observe_overrun_events_total} says that followers read too slowly.
 */
final class ObserveMetrics {
  private final Counter records;
  private final Counter tailErrors;
  private final Gauge ringEvents;
  private final Gauge ringBytes;
  private final Counter queries;
  private final Gauge streams;
  private final Map<Answer.Kind, CounterDataPoint> sent = new EnumMap<>(Answer.Kind.class);
  private final Counter overrun;
  private final Counter behind;
  private final Counter unlisted;

  ObserveMetrics(PrometheusRegistry registry) {
    records =
        counter(
            "tail_records_total",
            "Records of weir.flows.v1 that the live tail read: event, repeat or malformed.",
            "kind",
            registry);
    tailErrors = counter("tail_errors_total", "Times the live tail had to start again.", registry);
    ringEvents = gauge("ring_events", "Events that the live tail holds in memory.", registry);
    ringBytes = gauge("ring_bytes", "Wire size of those events.", registry);
    queries =
        counter(
            "queries_total",
            "GetFlows calls that ended: ok, cancelled, invalid, refused, unavailable or error.",
            "outcome",
            registry);
    streams = gauge("streams", "GetFlows calls that run.", registry);
    Counter responses =
        counter(
            "responses_total",
            "Messages sent to clients: flow, lost_events or node_status.",
            "kind",
            registry);
    // Looked up once: they are counted a hundred thousand times a second.
    for (Answer.Kind kind : Answer.Kind.values()) {
      sent.put(kind, responses.labelValues(kind.name().toLowerCase(Locale.ROOT)));
    }
    overrun =
        counter(
            "overrun_events_total", "Events that a follower was too slow to be shown.", registry);
    behind =
        counter(
            "queries_behind_total",
            "Queries answered before the live tail had reached the topic's end.",
            registry);
    unlisted =
        counter(
            "unlisted_names_total",
            "Sightings of nodes or namespaces beyond the number that is remembered.",
            registry);
  }

  private static Counter counter(
      String name, String help, String label, PrometheusRegistry registry) {
    return Counter.builder()
        .name("weir_relay_observe_" + name)
        .help(help)
        .labelNames(label)
        .register(registry);
  }

  private static Counter counter(String name, String help, PrometheusRegistry registry) {
    return Counter.builder().name("weir_relay_observe_" + name).help(help).register(registry);
  }

  private static Gauge gauge(String name, String help, PrometheusRegistry registry) {
    return Gauge.builder().name("weir_relay_observe_" + name).help(help).register(registry);
  }

  void record(String kind) {
    records.labelValues(kind).inc();
  }

  void tailFailed() {
    tailErrors.inc();
  }

  void ring(int events, long bytes) {
    ringEvents.set(events);
    ringBytes.set(bytes);
  }

  void streamStarted() {
    streams.inc();
  }

  void streamEnded(String outcome) {
    streams.dec();
    queries.labelValues(outcome).inc();
  }

  /** A call that never became a stream. */
  void refused(String outcome) {
    queries.labelValues(outcome).inc();
  }

  void sent(Answer.Kind kind) {
    Objects.requireNonNull(sent.get(kind)).inc();
  }

  void overrun(long events) {
    overrun.inc(events);
  }

  void answeredBehind() {
    behind.inc();
  }

  void unlisted() {
    unlisted.inc();
  }
}
