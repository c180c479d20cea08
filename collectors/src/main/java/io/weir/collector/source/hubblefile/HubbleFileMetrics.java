package io.weir.collector.source.hubblefile;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * What was read from files. Every line that is not blank is one event, so <em>lines = flow + loss +
 * node_status + agent_event + debug_event + discarded</em>. Alert when {@code outcome="discarded"}
 * rises for 5 min; {@code weir_collector_hubble_file_incomplete_lines_total} rising means that a
 * newer Hubble writes fields that this version does not know.
 */
public final class HubbleFileMetrics {
  private final Counter lines;
  private final Counter incomplete;

  public HubbleFileMetrics(PrometheusRegistry registry) {
    lines =
        Counter.builder()
            .name("weir_collector_hubble_file_lines_total")
            .help(
                "Lines read, by what became of them: flow, loss, node_status, agent_event, debug_event"
                    + " or discarded.")
            .labelNames("outcome")
            .register(registry);
    incomplete =
        Counter.builder()
            .name("weir_collector_hubble_file_incomplete_lines_total")
            .help("Lines with fields or enum names that are not known; the rest of them was kept.")
            .register(registry);
  }

  void line(String outcome) {
    lines.labelValues(outcome).inc();
  }

  void incomplete() {
    incomplete.inc();
  }
}
