package io.weir.streams.flink;

import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Hands Flink's own metrics of checkpoints to the {@link CheckpointWatch} of this process. */
final class CheckpointReporter implements MetricReporter {
  private static final String NAME = "weir-checkpoints";
  private static final String WATCH = "watch";

  private final CheckpointWatch watch;

  private CheckpointReporter(CheckpointWatch watch) {
    this.watch = watch;
  }

  /** Has a cluster with these settings report to the watch of this id. */
  static void configure(Configuration cluster, String watch) {
    Configuration reporter = MetricOptions.forReporter(cluster, NAME);
    reporter.set(MetricOptions.REPORTER_FACTORY_CLASS, Factory.class.getName());
    reporter.setString(WATCH, watch);
  }

  /** Made by Flink, which finds it as a service. */
  public static final class Factory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      String id = properties.getProperty(WATCH, "");
      return new CheckpointReporter(
          CheckpointWatch.find(id)
              .orElseThrow(
                  () -> new IllegalStateException(WATCH + ": " + id + " (expected: an open one)")));
    }
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {}

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    if (metric instanceof Gauge<?> gauge) {
      watch.added(name, gauge);
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    if (metric instanceof Gauge<?> gauge) {
      watch.removed(name, gauge);
    }
  }
}
