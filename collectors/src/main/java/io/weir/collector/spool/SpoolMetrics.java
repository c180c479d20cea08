package io.weir.collector.spool;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * What goes through the spools of one collector. Label {@code spool} names the spool.
 *
 * <p>Since start: <em>recovered + put = acked + lost{reason full, expired} + queued</em>. Losses
 * are events of their own and part of <em>put</em>. Alert when {@code
 * weir_collector_spool_lost_events_total} rises, and earlier when {@code
 * weir_collector_spool_bytes} comes near the configured bound.
 */
public final class SpoolMetrics {
  private final Counter recovered;
  private final Counter put;
  private final Counter acked;
  private final Counter lost;
  private final Gauge queued;
  private final Gauge bytes;

  public SpoolMetrics(PrometheusRegistry registry) {
    recovered =
        Counter.builder()
            .name("weir_collector_spool_recovered_events_total")
            .help("Events of earlier runs that were found at the start, not acknowledged.")
            .labelNames("spool")
            .register(registry);
    put =
        Counter.builder()
            .name("weir_collector_spool_put_events_total")
            .help("Events written to the spool.")
            .labelNames("spool")
            .register(registry);
    acked =
        Counter.builder()
            .name("weir_collector_spool_acked_events_total")
            .help("Events that the relay has acknowledged.")
            .labelNames("spool")
            .register(registry);
    lost =
        Counter.builder()
            .name("weir_collector_spool_lost_events_total")
            .help("Events the spool could not keep, by reason; each is told in a Loss event, too.")
            .labelNames("spool", "reason")
            .register(registry);
    queued =
        Gauge.builder()
            .name("weir_collector_spool_queued_events")
            .help("Events in the spool that are not acknowledged.")
            .labelNames("spool")
            .register(registry);
    bytes =
        Gauge.builder()
            .name("weir_collector_spool_bytes")
            .help("Size of the segment files.")
            .labelNames("spool")
            .register(registry);
  }

  void recovered(String spool, long events) {
    recovered.labelValues(spool).inc(events);
  }

  void put(String spool, long events) {
    put.labelValues(spool).inc(events);
  }

  void acked(String spool, long events) {
    acked.labelValues(spool).inc(events);
  }

  void lost(String spool, SpoolLoss loss) {
    lost.labelValues(spool, loss.reason()).inc(loss.count());
  }

  void size(String spool, long queuedEvents, long sizeBytes) {
    queued.labelValues(spool).set(queuedEvents);
    bytes.labelValues(spool).set(sizeBytes);
  }
}
