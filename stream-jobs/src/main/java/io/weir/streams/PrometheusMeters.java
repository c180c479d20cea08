package io.weir.streams;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

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
    return (more, values) -> {
      if (values.length == 0) {
        counter.inc(more);
      } else {
        counter.labelValues(values).inc(more);
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
    return new Gauge() {
      @Override
      public void add(long more, String... values) {
        if (values.length == 0) {
          gauge.inc(more);
        } else {
          gauge.labelValues(values).inc(more);
        }
      }

      @Override
      public void set(long value, String... values) {
        if (values.length == 0) {
          gauge.set(value);
        } else {
          gauge.labelValues(values).set(value);
        }
      }
    };
  }
}
