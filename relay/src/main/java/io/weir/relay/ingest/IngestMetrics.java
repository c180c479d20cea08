package io.weir.relay.ingest;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.event.v1.NodeReport.Clock;
import io.weir.ingest.v1.Event.PayloadCase;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * What ingest counts, in events.
 *
 * <p>{@code received = published + discarded + failed + in_flight} holds at rest and within the
 * events being handled otherwise. <em>Discarded</em> events are in {@code weir.discarded.v1};
 * <em>failed</em> ones are unacknowledged, and their collector sends them again. Alert when {@code
 * weir_relay_events_discarded_total} rises, when {@code
 * weir_relay_streams_closed_total{reason!="client"}} keeps rising, and when {@code
 * weir_relay_streams_waiting} stays above 0 for 5 min: Kafka is slower than the collectors.
 */
public final class IngestMetrics {
  /** Nodes whose clocks are shown at most. */
  static final int CLOCKS_MAX = 1_000;

  private static final double NS_PER_SECOND = 1e9;

  private record NodeClock(String node, double seconds) {}

  private final Map<Long, NodeClock> clocks = new ConcurrentHashMap<>();
  final AtomicLong inFlight = new AtomicLong();
  final Counter batches;
  final CounterDataPoint published;
  final CounterDataPoint failed;
  final CounterDataPoint repeated;
  final CounterDataPoint reports;
  private final Map<PayloadCase, CounterDataPoint> received = new EnumMap<>(PayloadCase.class);
  private final Counter discarded;
  private final Counter reportsDiscarded;
  private final Counter closed;
  private final PrometheusRegistry registry;

  public IngestMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    batches =
        counter("weir_relay_batches_received_total", "Batches that collectors sent.")
            .register(registry);
    Counter receivedByKind =
        counter("weir_relay_events_received_total", "Events taken, by kind; no repeats.")
            .labelNames("kind")
            .register(registry);
    for (PayloadCase kind : PayloadCase.values()) {
      String label =
          kind == PayloadCase.PAYLOAD_NOT_SET ? "none" : kind.name().toLowerCase(Locale.ROOT);
      received.put(kind, receivedByKind.labelValues(label));
    }
    published =
        counter("weir_relay_events_published_total", "Events that Kafka holds.")
            .register(registry)
            .labelValues();
    discarded =
        counter("weir_relay_events_discarded_total", "Events refused, in weir.discarded.v1.")
            .labelNames("reason")
            .register(registry);
    failed =
        counter("weir_relay_events_failed_total", "Events unacknowledged, to be sent again.")
            .register(registry)
            .labelValues();
    repeated =
        counter("weir_relay_events_repeated_total", "Events that a stream sent twice; skipped.")
            .register(registry)
            .labelValues();
    reports =
        counter("weir_relay_reports_taken_total", "Reports of collectors taken for Kafka.")
            .register(registry)
            .labelValues();
    reportsDiscarded =
        counter("weir_relay_reports_discarded_total", "Reports refused: schema, over_capacity.")
            .labelNames("reason")
            .register(registry);
    closed =
        counter("weir_relay_streams_closed_total", "Streams that ended, and why.")
            .labelNames("reason")
            .register(registry);
    for (Refusal reason : Refusal.values()) {
      discarded.initLabelValues(reason.label());
    }
    GaugeWithCallback.builder()
        .name("weir_relay_clock_skew_seconds")
        .help("How far a collector's clock is ahead of this relay's; below 0 is behind.")
        .labelNames("node")
        .callback(
            callback ->
                clocks.values().stream()
                    .collect(
                        Collectors.toMap(NodeClock::node, NodeClock::seconds, IngestMetrics::worse))
                    .forEach((node, seconds) -> callback.call(seconds, node)))
        .register(registry);
    GaugeWithCallback.builder()
        .name("weir_relay_events_in_flight")
        .help("Events taken that Kafka has not answered for.")
        .callback(callback -> callback.call(inFlight.get()))
        .register(registry);
  }

  private static double worse(double one, double other) {
    return Math.abs(one) >= Math.abs(other) ? one : other;
  }

  /** What is known of the clock at the other end of a stream; of at most so many streams. */
  void clock(long stream, String node, Clock clock) {
    if (clocks.containsKey(stream) || clocks.size() < CLOCKS_MAX) {
      double aheadNs = clock.getAheadLeastNs() / 2.0 + clock.getAheadMostNs() / 2.0;
      clocks.put(stream, new NodeClock(node, aheadNs / NS_PER_SECOND));
    }
  }

  /** A stream has ended, and nothing is known of its clock any more. */
  void clockGone(long stream) {
    clocks.remove(stream);
  }

  private static Counter.Builder counter(String name, String help) {
    return Counter.builder().name(name).help(help);
  }

  void observe(CreditPool credit, ByteGate gate) {
    GaugeWithCallback.builder()
        .name("weir_relay_streams")
        .help("Streams that are open, or have events in flight.")
        .callback(callback -> callback.call(credit.accounts()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("weir_relay_streams_waiting")
        .help("Streams that are not read because too many bytes are in flight.")
        .callback(callback -> callback.call(gate.waiting()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("weir_relay_in_flight_bytes")
        .help("Encoded events that Kafka has not answered for.")
        .callback(callback -> callback.call(gate.bytes()))
        .register(registry);
  }

  void received(PayloadCase kind) {
    received.get(kind).inc();
  }

  void discarded(Refusal reason) {
    discarded.labelValues(reason.label()).inc();
  }

  /** {@code reason} is {@code schema} or {@code over_capacity}. */
  void reportDiscarded(String reason) {
    reportsDiscarded.labelValues(reason).inc();
  }

  /** {@code reason} is a gRPC status code in lower case, {@code client} or {@code complete}. */
  void closed(String reason) {
    closed.labelValues(reason).inc();
  }
}
