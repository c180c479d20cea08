package io.weir.collector.source.sockets;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * Numbers of the {@code sockets} source. Flows are what was handed to the spool; lost connections
 * were never followed, so <i>connections of this host ≥ followed + lost</i>. Alert when {@code
 * lost} rises (raise {@code connections-max}) or {@code malformed} does (a kernel that prints its
 * tables otherwise).
 */
final class SocketsMetrics {
  final Counter flows;
  final Counter lost;
  final Counter malformed;
  final Counter unowned;
  final Gauge connections;
  final Gauge pollSeconds;

  SocketsMetrics(PrometheusRegistry registry) {
    flows =
        Counter.builder()
            .name("weir_collector_sockets_flows_total")
            .help("Flows made from the host's own sockets, by what was seen.")
            .labelNames("kind")
            .register(registry);
    lost =
        Counter.builder()
            .name("weir_collector_sockets_connections_lost_total")
            .help("Connections that were not followed because connections-max was reached.")
            .register(registry);
    malformed =
        Counter.builder()
            .name("weir_collector_sockets_lines_malformed_total")
            .help("Lines of /proc/net that did not parse.")
            .register(registry);
    unowned =
        Counter.builder()
            .name("weir_collector_sockets_flow_ends_unowned_total")
            .help("Local ends of flows whose process is not known.")
            .register(registry);
    connections =
        Gauge.builder()
            .name("weir_collector_sockets_connections")
            .help("Connections followed now.")
            .register(registry);
    pollSeconds =
        Gauge.builder()
            .name("weir_collector_sockets_poll_seconds")
            .help("How long the last poll took.")
            .register(registry);
  }
}
