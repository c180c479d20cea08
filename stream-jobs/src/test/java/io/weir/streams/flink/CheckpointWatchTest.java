package io.weir.streams.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckpointWatchTest {
  private static final Instant BEGAN = Instant.parse("2026-03-02T10:00:00Z");

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private Instant now = BEGAN;
  private final CheckpointWatch watch =
      new CheckpointWatch(Duration.ofSeconds(5), "s3://weir/edges", registry, () -> now);

  @AfterEach
  void close() {
    watch.close();
  }

  /** As Flink does with the settings of a cluster. */
  private MetricReporter reporter() {
    Configuration cluster = new Configuration();
    watch.start(cluster);
    Properties properties = new Properties();
    String prefix = "metrics.reporter.weir-checkpoints.";
    cluster.toMap().forEach((key, value) -> properties.setProperty(key.replace(prefix, ""), value));
    assertThat(properties.getProperty(MetricOptions.REPORTER_FACTORY_CLASS.key()))
        .isEqualTo(CheckpointReporter.Factory.class.getName());
    return new CheckpointReporter.Factory().createMetricReporter(properties);
  }

  private static void add(MetricReporter reporter, String name, Gauge<Long> gauge) {
    reporter.notifyOfAddedMetric(gauge, name, new UnregisteredMetricsGroup());
  }

  private Map<String, Double> metrics() {
    return registry.scrape().stream()
        .flatMap(
            metric ->
                metric.getDataPoints().stream()
                    .map(point -> Map.entry(metric.getMetadata().getName(), point)))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry ->
                    entry.getValue() instanceof CounterDataPointSnapshot counter
                        ? counter.getValue()
                        : ((GaugeDataPointSnapshot) entry.getValue()).getValue()));
  }

  @Test
  void beforeTheStartThereIsNoAge() {
    assertThat(metrics())
        .isEqualTo(
            Map.of("weir_jobs_completed_checkpoints", 0.0, "weir_jobs_failed_checkpoints", 0.0));
    assertThat(watch.readiness().ready()).isTrue();
  }

  @Test
  void ageCountsFromTheStartAndThenFromTheNewestCompleteOne() {
    MetricReporter reporter = reporter();
    now = BEGAN.plusSeconds(7);
    assertThat(metrics()).containsEntry("weir_jobs_checkpoint_age_seconds", 7.0);
    add(reporter, "lastCheckpointCompletedTimestamp", () -> -1L);
    assertThat(metrics()).containsEntry("weir_jobs_checkpoint_age_seconds", 7.0);
    add(reporter, "lastCheckpointCompletedTimestamp", () -> BEGAN.plusSeconds(4).toEpochMilli());
    assertThat(metrics()).containsEntry("weir_jobs_checkpoint_age_seconds", 3.0);
  }

  @Test
  void countsAreThoseOfFlink() {
    MetricReporter reporter = reporter();
    add(reporter, "numberOfCompletedCheckpoints", () -> 40L);
    add(reporter, "numberOfFailedCheckpoints", () -> 2L);
    add(reporter, "numberOfInProgressCheckpoints", () -> 1L);
    reporter.notifyOfAddedMetric(
        new SimpleCounter(), "numberOfFailedCheckpoints", new UnregisteredMetricsGroup());
    assertThat(metrics())
        .containsEntry("weir_jobs_completed_checkpoints", 40.0)
        .containsEntry("weir_jobs_failed_checkpoints", 2.0);
  }

  @Test
  void readinessFollowsTheNewestCompleteOne() {
    MetricReporter reporter = reporter();
    long[] newestMs = {BEGAN.toEpochMilli()};
    add(reporter, "lastCheckpointCompletedTimestamp", () -> newestMs[0]);
    add(reporter, "numberOfFailedCheckpoints", () -> 12L);
    assertThat(watch.readiness().ready()).isTrue();
    now = BEGAN.plusSeconds(61);
    assertThat(watch.readiness().reason()).contains("for 61 s", "12 tries", "s3://weir/edges");
    newestMs[0] = now.toEpochMilli();
    assertThat(watch.readiness().ready()).isTrue();
  }

  /** A job that ends removes its gauges after the next one has come. */
  @Test
  void whatAnEarlierJobRemovesIsNotTheNextOnes() {
    MetricReporter reporter = reporter();
    Gauge<Long> earlier = () -> 40L;
    Gauge<Long> later = () -> 1L;
    add(reporter, "numberOfCompletedCheckpoints", earlier);
    add(reporter, "numberOfCompletedCheckpoints", later);
    reporter.notifyOfRemovedMetric(
        earlier, "numberOfCompletedCheckpoints", new UnregisteredMetricsGroup());
    assertThat(metrics()).containsEntry("weir_jobs_completed_checkpoints", 1.0);
    reporter.notifyOfRemovedMetric(
        later, "numberOfCompletedCheckpoints", new UnregisteredMetricsGroup());
    assertThat(metrics()).containsEntry("weir_jobs_completed_checkpoints", 0.0);
  }

  @Test
  void aReporterWithoutAWatchIsRefused() {
    assertThatThrownBy(
            () -> new CheckpointReporter.Factory().createMetricReporter(new Properties()))
        .hasMessage("watch:  (expected: an open one)");
  }
}
