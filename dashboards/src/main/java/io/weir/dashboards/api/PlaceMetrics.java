package io.weir.dashboards.api;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * The memory of places on the map. Alert when write failures rise for 15 min: the map forgets its
 * places with the next restart.
 */
final class PlaceMetrics {
  private final Gauge remembered;
  private final Counter forgotten;
  private final Counter writeFailures;

  PlaceMetrics(PrometheusRegistry registry) {
    remembered =
        Gauge.builder()
            .name("weir_dashboards_map_places")
            .help("Nodes of the map whose place is remembered, also those that are gone")
            .register(registry);
    forgotten =
        Counter.builder()
            .name("weir_dashboards_map_places_forgotten_total")
            .help("Nodes whose place became free: gone for 7 days (age), or too many (limit)")
            .labelNames("reason")
            .register(registry);
    writeFailures =
        Counter.builder()
            .name("weir_dashboards_map_places_write_failures_total")
            .help("Failed attempts to write down where things stand on the map")
            .register(registry);
  }

  void remembered(int nodes) {
    remembered.set(nodes);
  }

  void forgotten(int byAge, int byLimit) {
    forgotten.labelValues("age").inc(byAge);
    forgotten.labelValues("limit").inc(byLimit);
  }

  void writeFailed() {
    writeFailures.inc();
  }
}
