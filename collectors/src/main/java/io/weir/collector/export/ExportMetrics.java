package io.weir.collector.export;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * What goes to the relay. <em>sent = acked + in flight + sent again</em>, with the acknowledgements
 * counted by the spool. Alert when {@code weir_collector_export_connected} is 0 for 5 min.
 */
public final class ExportMetrics {
  private final Counter sent;
  private final Counter streams;
  private final Counter reports;
  private final Gauge connected;
  private final Gauge inFlight;

  public ExportMetrics(PrometheusRegistry registry) {
    sent =
        Counter.builder()
            .name("weir_collector_export_sent_events_total")
            .help("Events sent to the relay, those sent again included.")
            .register(registry);
    streams =
        Counter.builder()
            .name("weir_collector_export_streams_total")
            .help("Streams that were opened to the relay; the first one and every reconnect.")
            .register(registry);
    reports =
        Counter.builder()
            .name("weir_collector_export_reports_total")
            .help("Reports of this collector and its nodes that were sent.")
            .register(registry);
    connected =
        Gauge.builder()
            .name("weir_collector_export_connected")
            .help("1 while the relay takes events, else 0.")
            .register(registry);
    inFlight =
        Gauge.builder()
            .name("weir_collector_export_in_flight_events")
            .help("Events that are sent and not acknowledged.")
            .register(registry);
  }

  void sent(int events, long inFlightEvents) {
    sent.inc(events);
    inFlight.set((double) inFlightEvents);
  }

  void acked(long inFlightEvents) {
    inFlight.set((double) inFlightEvents);
  }

  void opened() {
    streams.inc();
  }

  void reported() {
    reports.inc();
  }

  void connected(boolean is) {
    connected.set(is ? 1 : 0);
    if (!is) {
      inFlight.set(0);
    }
  }
}
