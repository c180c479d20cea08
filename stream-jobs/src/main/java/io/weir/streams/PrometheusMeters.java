package io.weir.streams;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Meters of a process that serves them itself: the role on a mini cluster. */
final class PrometheusMeters implements Meters {
  private final PrometheusRegistry registry;

  PrometheusMeters(PrometheusRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Counter counter(String name, String help, String... labels) {
    var counter =
        io.prometheus.metrics.core.metrics.Counter.builder()
            .name(name)
            .help(help)
            .labelNames(labels)
            .register(registry);
    // Some count every flow, under one label; finding what counts costs more than counting.
    Map<String, CounterDataPoint> byValue = new ConcurrentHashMap<>();
    return (more, values) -> {
      switch (values.length) {
        case 0 -> counter.inc(more);
        case 1 -> byValue.computeIfAbsent(values[0], counter::labelValues).inc(more);
        default -> counter.labelValues(values).inc(more);
      }
    };
  }

  @Override
  public Gauge gauge(String name, String help, String... labels) {
    var gauge =
        io.prometheus.metrics.core.metrics.Gauge.builder()
            .name(name)
            .help(help)
            .labelNames(labels)
            .register(registry);
    Map<String, GaugeDataPoint> byValue = new ConcurrentHashMap<>();
    return new Gauge() {
      @Override
      public void add(long more, String... values) {
        point(values).inc(more);
      }

      @Override
      public void set(long value, String... values) {
        point(values).set(value);
      }

      private GaugeDataPoint point(String... values) {
        return switch (values.length) {
          case 0 -> gauge;
          case 1 -> byValue.computeIfAbsent(values[0], gauge::labelValues);
          default -> gauge.labelValues(values);
        };
      }
    };
  }
}
