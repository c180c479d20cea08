package io.weir.collector.source.resource;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * Numbers of the {@code resource} source: in each reading, <i>entities found = readings told +
 * lost</i>. Alert when {@code lost} rises: raise {@code entities-max}.
 */
final class ResourceMetrics {
  final Counter readings;
  final Counter lost;
  final Gauge entities;

  ResourceMetrics(PrometheusRegistry registry) {
    readings =
        Counter.builder()
            .name("weir_collector_resource_readings_total")
            .help("Readings told, by kind of entity.")
            .labelNames("kind")
            .register(registry);
    lost =
        Counter.builder()
            .name("weir_collector_resource_readings_lost_total")
            .help("Readings not taken because entities-max was reached.")
            .register(registry);
    entities =
        Gauge.builder()
            .name("weir_collector_resource_entities")
            .help("Entities found at the last reading, the node included.")
            .register(registry);
  }
}
