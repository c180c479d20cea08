package io.weir.streams.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.streams.JobsMetrics;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class FlinkMetersTest {
  /** What an operator registers, by groups and name. */
  private static final class FakeGroup extends UnregisteredMetricsGroup {
    private final String path;
    private final Map<String, LongSupplier> registered;

    FakeGroup(String path, Map<String, LongSupplier> registered) {
      this.path = path;
      this.registered = registered;
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      return new FakeGroup(path + key + "=" + value + " ", registered);
    }

    @Override
    public Counter counter(String name) {
      Counter counter = new SimpleCounter();
      assertThat(registered.put(path + name, counter::getCount)).as("registered twice").isNull();
      return counter;
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
      LongSupplier value = () -> ((Number) gauge.getValue()).longValue();
      assertThat(registered.put(path + name, value)).as("registered twice").isNull();
      return gauge;
    }
  }

  @Test
  void onAClusterMetersAreFlinksUnderTheSameNames() {
    Map<String, LongSupplier> registered = new TreeMap<>();
    JobsMetrics metrics = FlinkMeters.metrics(JobsMetrics.Ref.NOOP, new FakeGroup("", registered));
    assertThat(registered).as("nothing moved yet").isEmpty();

    metrics.events("weir.flows.v1");
    metrics.events("weir.flows.v1");
    metrics.events("weir.probes.v1");
    metrics.lost(37);
    metrics.liveConnections(5);
    metrics.liveConnections(-2);
    metrics.liveWindows("edge-windows", 4);
    metrics.pathEntries("nodes", 7);
    metrics.pathEntries("nodes", 3);

    Map<String, Long> values = new TreeMap<>();
    registered.forEach((name, value) -> values.put(name, value.getAsLong()));
    assertThat(values)
        .isEqualTo(
            Map.of(
                "topic=weir.flows.v1 weir_jobs_events_total", 2L,
                "topic=weir.probes.v1 weir_jobs_events_total", 1L,
                "weir_jobs_lost_events_total", 37L,
                "weir_jobs_live_connections", 3L,
                "windows=edge-windows weir_jobs_live_windows", 4L,
                "kind=nodes weir_jobs_path_entries", 3L));
  }

  @Test
  void aProcessThatServesItsMetricsItselfKeepsThem() {
    Map<String, LongSupplier> registered = new TreeMap<>();
    JobsMetrics own = new JobsMetrics(new PrometheusRegistry());
    try {
      assertThat(FlinkMeters.metrics(own.publish(), new FakeGroup("", registered))).isSameAs(own);
    } finally {
      own.withdraw();
    }
  }
}
