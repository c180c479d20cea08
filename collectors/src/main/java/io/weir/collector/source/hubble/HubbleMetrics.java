package io.weir.collector.source.hubble;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * What came from Hubble: <em>items = flow + loss + node_status + agent_event + debug_event +
 * repeated + unknown</em>. Alert when {@code weir_collector_hubble_connected} is 0 for 5 min;
 * {@code weir_collector_hubble_failed_streams_total{reason="tls"}} says that certificates are why.
 */
public final class HubbleMetrics {
  private final Counter items;
  private final Counter streams;
  private final Counter failed;
  private final Gauge connected;

  public HubbleMetrics(PrometheusRegistry registry) {
    items =
        Counter.builder()
            .name("weir_collector_hubble_items_total")
            .help(
                "Items received, by what they were: flow, loss, node_status, agent_event, debug_event,"
                    + " repeated, unknown.")
            .labelNames("kind")
            .register(registry);
    streams =
        Counter.builder()
            .name("weir_collector_hubble_streams_total")
            .help("Streams that were opened; the first one and every reconnect.")
            .register(registry);
    failed =
        Counter.builder()
            .name("weir_collector_hubble_failed_streams_total")
            .help("Streams that Hubble or the way to it ended: tls, or gRPC's status code.")
            .labelNames("reason")
            .register(registry);
    connected =
        Gauge.builder()
            .name("weir_collector_hubble_connected")
            .help("1 while Hubble is connected, else 0.")
            .register(registry);
  }

  void item(String kind) {
    items.labelValues(kind).inc();
  }

  void opened() {
    streams.inc();
  }

  /** {@code reason} is of {@link io.weir.collector.net.Failure#kind}. */
  void ended(String reason) {
    failed.labelValues(reason).inc();
  }

  void connected(boolean is) {
    connected.set(is ? 1 : 0);
  }
}
