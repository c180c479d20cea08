package io.weir.dashboards.api;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * Flows on their way to browsers. <em>received = sent + missed + waiting.</em> {@code missed} rises
 * when a browser is slower than what it follows; nobody else notices. Look at {@code
 * flows.live-streams-max} and {@code flows.exports-max} when {@code refused} rises.
 */
final class FlowsMetrics {
  private final Gauge liveStreams;
  private final Counter liveFlows;
  private final Counter exportedFlows;
  private final Counter refused;

  FlowsMetrics(PrometheusRegistry registry) {
    liveStreams =
        Gauge.builder()
            .name("weir_dashboards_live_streams")
            .help("Browsers that follow flows")
            .register(registry);
    liveFlows =
        Counter.builder()
            .name("weir_dashboards_live_flows_total")
            .help("Flows for browsers that follow, by outcome: sent, missed (browser too slow)")
            .labelNames("outcome")
            .register(registry);
    exportedFlows =
        Counter.builder()
            .name("weir_dashboards_exported_flows_total")
            .help("Flows written into downloads")
            .register(registry);
    refused =
        Counter.builder()
            .name("weir_dashboards_streams_refused_total")
            .help("Streams refused because there are too many, by kind: live, export")
            .labelNames("kind")
            .register(registry);
  }

  void liveStarted() {
    liveStreams.inc();
  }

  void liveEnded() {
    liveStreams.dec();
  }

  void live(long sent, long missed) {
    liveFlows.labelValues("sent").inc(sent);
    liveFlows.labelValues("missed").inc(missed);
  }

  void exported() {
    exportedFlows.inc();
  }

  void refused(String kind) {
    refused.labelValues(kind).inc();
  }
}
