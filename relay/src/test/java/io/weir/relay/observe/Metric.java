package io.weir.relay.observe;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.stream.Stream;

/** Reads {@code weir_relay_observe_…} as a scrape would. */
final class Metric {
  private Metric() {}

  /**
   * A counter's or gauge's value; 0 while it has none.
   *
   * @param name without the prefix and {@code _total}
   * @param label value of its only label; empty if it has none
   */
  static double value(PrometheusRegistry registry, String name, String label) {
    return registry.scrape().stream()
        .filter(metric -> metric.getMetadata().getName().equals("weir_relay_observe_" + name))
        .flatMap(Metric::points)
        .filter(point -> label.equals(point.label()))
        .mapToDouble(Point::value)
        .sum();
  }

  private record Point(String label, double value) {}

  private static Stream<Point> points(MetricSnapshot metric) {
    if (metric instanceof CounterSnapshot counter) {
      return counter.getDataPoints().stream()
          .map(point -> new Point(label(point.getLabels()), point.getValue()));
    }
    if (metric instanceof GaugeSnapshot gauge) {
      return gauge.getDataPoints().stream()
          .map(point -> new Point(label(point.getLabels()), point.getValue()));
    }
    return Stream.empty();
  }

  private static String label(Labels labels) {
    return labels.isEmpty() ? "" : labels.getValue(0);
  }
}
