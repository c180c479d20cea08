package io.weir.collector.source.probe;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * Numbers of the {@code probe} source: <i>runs = good + each failure class</i>. Alert when {@code
 * late} rises for 5 minutes: all threads are busy with slow targets; raise {@code threads}. Whether
 * a target is well is told by the events, not here.
 */
final class ProbeMetrics {
  final Counter runs;
  final Counter late;
  final Gauge probes;

  ProbeMetrics(PrometheusRegistry registry) {
    runs =
        Counter.builder()
            .name("weir_collector_probe_runs_total")
            .help("Runs of probes, by handler and failure class; class none is good.")
            .labelNames("handler", "failure")
            .register(registry);
    late =
        Counter.builder()
            .name("weir_collector_probe_runs_late_total")
            .help("Runs that began more than a second after their time.")
            .register(registry);
    probes =
        Gauge.builder()
            .name("weir_collector_probe_probes")
            .help("Probes configured.")
            .register(registry);
  }
}
