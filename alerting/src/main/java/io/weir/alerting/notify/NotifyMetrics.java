package io.weir.alerting.notify;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * What leaves. Alert when {@code weir_alerting_failed_posts_total} rises: people are not told, and
 * say so by another way than Alertmanager.
 */
public final class NotifyMetrics {
  private final Counter sent;
  private final Counter failed;
  private final Gauge open;
  private final Gauge silenced;

  public NotifyMetrics(PrometheusRegistry registry) {
    sent =
        Counter.builder()
            .name("weir_alerting_sent_alerts_total")
            .help("Alerts that a receiver took, repetitions included.")
            .labelNames("receiver")
            .register(registry);
    failed =
        Counter.builder()
            .name("weir_alerting_failed_posts_total")
            .help("Posts that a receiver did not take.")
            .labelNames("receiver")
            .register(registry);
    open =
        Gauge.builder()
            .name("weir_alerting_open_alerts")
            .help("Alerts that are open, and told.")
            .register(registry);
    silenced =
        Gauge.builder()
            .name("weir_alerting_silenced_alerts")
            .help("Alerts that are open, and nobody is told of.")
            .register(registry);
  }

  void sent(String receiver, int alerts) {
    sent.labelValues(receiver).inc(alerts);
  }

  void failed(String receiver) {
    failed.labelValues(receiver).inc();
  }

  void open(int alerts, int quiet) {
    open.set(alerts);
    silenced.set(quiet);
  }
}
