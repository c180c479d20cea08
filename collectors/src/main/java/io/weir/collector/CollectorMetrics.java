package io.weir.collector;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.collector.export.ExportMetrics;
import io.weir.collector.spool.SpoolMetrics;

/**
 * The collector's counters; those of the spool and the exporter are part of it.
 *
 * <p><em>received{all sources} = put{all spools} - losses told + lost{disk_full, disk_error}</em>,
 * and from there on as {@link SpoolMetrics} states. Alert when {@code
 * weir_collector_received_events_total} of a source that should never be silent stands still.
 */
final class CollectorMetrics {
  final SpoolMetrics spool;
  final ExportMetrics export;
  private final Counter received;
  private final Counter oversized;

  CollectorMetrics(PrometheusRegistry registry) {
    spool = new SpoolMetrics(registry);
    export = new ExportMetrics(registry);
    received =
        Counter.builder()
            .name("weir_collector_received_events_total")
            .help("Events that sources gave.")
            .labelNames("source")
            .register(registry);
    oversized =
        Counter.builder()
            .name("weir_collector_oversized_events_total")
            .help("Events too large to be sent; a discarded event stands in for each.")
            .labelNames("source")
            .register(registry);
  }

  void received(String source, int events) {
    received.labelValues(source).inc(events);
  }

  void oversized(String source) {
    oversized.labelValues(source).inc();
  }
}
