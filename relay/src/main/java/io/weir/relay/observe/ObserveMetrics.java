package io.weir.relay.observe;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.relay.observe.filter.InvalidFilterException;
import io.weir.relay.observe.filter.LimitExceededException;
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
  private final Counter nodes;
  private final Gauge ringEvents;
  private final Gauge ringBytes;
  private final Counter queries;
  private final Gauge streams;
  private final Map<Answer.Kind, CounterDataPoint> sent = new EnumMap<>(Answer.Kind.class);
  private final Counter overrun;
  private final Counter behind;
  private final Counter unlisted;
  private final Counter limits;
  private final Counter delayed;
  private final Counter overflowed;

  ObserveMetrics(PrometheusRegistry registry) {
    records =
        counter(
            "tail_records_total",
            "Records of weir.flows.v1 that the live tail read: event, repeat or malformed.",
            "kind",
            registry);
    tailErrors = counter("tail_errors_total", "Times the live tail had to start again.", registry);
    nodes =
        counter(
            "node_records_total",
            "Records of weir.nodes.v1 that were read: report or malformed; error is a new start.",
            "kind",
            registry);
    ringEvents = gauge("ring_events", "Events that the live tail holds in memory.", registry);
    ringBytes = gauge("ring_bytes", "Wire size of those events.", registry);
    queries =
        counter(
            "queries_total",
            "Streaming calls that ended: ok, cancelled, invalid, refused, unavailable or error.",
            "outcome",
            registry);
    streams = gauge("streams", "Streaming calls that run.", registry);
    Counter responses =
        counter(
            "responses_total",
            "Messages sent to clients: flow, lost_events, node_status, agent_event or debug_event.",
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
    limits =
        counter(
            "limited_total",
            "Calls refused by a limit: streams, streams_per_client, watchers, request_bytes, filters,"
                + " values, text_length, regex_length, regex_program, cel_depth,"
                + " cel_comprehensions, count_fields.",
            "limit",
            registry);
    delayed =
        counter(
            "delayed_responses_total",
            "Messages that waited so that their stream keeps to streams.flows-per-second-max.",
            registry);
    overflowed =
        counter(
            "count_overflow_flows_total",
            "Flows counted together because their group found no room.",
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

  void nodes(String kind) {
    nodes.labelValues(kind).inc();
  }

  void tailFailed() {
    tailErrors.inc();
  }

  void ring(int events, long bytes) {
    ringEvents.set(events);
    ringBytes.set(bytes);
  }

  /** A request that makes no sense, or is larger than a limit allows. */
  void invalid(IllegalArgumentException cause) {
    refused("invalid");
    if (cause instanceof InvalidFilterException filter) {
      filter.limit().ifPresent(this::limited);
    } else if (cause instanceof LimitExceededException exceeded) {
      limited(exceeded.limit());
    }
  }

  /** A limit was met. */
  void limited(String limit) {
    limits.labelValues(limit).inc();
  }

  /** An answer was held back so that its stream keeps to its rate. */
  void delayed() {
    delayed.inc();
  }

  void groupsOverflowed(long flows) {
    overflowed.inc(flows);
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
