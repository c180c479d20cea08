package io.weir.bench;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.weir.topic.Topic;

/** What the stream jobs count about themselves. */
final class JobsCounts {
  private static final int SIZES = 3;

  private final PrometheusRegistry registry;

  JobsCounts(PrometheusRegistry registry) {
    this.registry = registry;
  }

  long flows() {
    return sum("weir_jobs_events", Topic.FLOWS.topicName());
  }

  /** Records of all topics. */
  long written() {
    return sum("weir_jobs_written_windows", "");
  }

  /** On average over the sizes of windows, each of which may hold several of one edge. */
  double liveEdges() {
    return sum("weir_jobs_live_windows", "edge-windows") / (double) SIZES;
  }

  long liveConnections() {
    return sum("weir_jobs_live_connections", "");
  }

  /** Otherwise the run did less than it seems. */
  void requireNothingRefused() {
    for (String name :
        new String[] {
          "weir_jobs_repeated_events",
          "weir_jobs_discarded_events",
          "weir_jobs_late_deltas",
          "weir_jobs_overflowed_deltas",
          "weir_jobs_untracked_flows"
        }) {
      long refused = sum(name, "");
      if (refused != 0) {
        throw new IllegalStateException(name + "_total: " + refused + " (expected: 0)");
      }
    }
  }

  /** Over all labels, or over those with this value. */
  private long sum(String name, String label) {
    double sum = 0;
    for (MetricSnapshot snapshot : registry.scrape(name::equals)) {
      if (snapshot instanceof CounterSnapshot counter) {
        for (var point : counter.getDataPoints()) {
          if (label.isEmpty() || point.getLabels().stream().anyMatch(one -> isOf(one, label))) {
            sum += point.getValue();
          }
        }
      } else if (snapshot instanceof GaugeSnapshot gauge) {
        for (var point : gauge.getDataPoints()) {
          if (label.isEmpty() || point.getLabels().stream().anyMatch(one -> isOf(one, label))) {
            sum += point.getValue();
          }
        }
      }
    }
    return (long) sum;
  }

  private static boolean isOf(io.prometheus.metrics.model.snapshots.Label one, String label) {
    return one.getValue().equals(label);
  }
}
