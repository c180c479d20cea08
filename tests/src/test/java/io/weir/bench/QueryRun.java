package io.weir.bench;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.weir.cli.broker.BrokerConfig;
import io.weir.cli.broker.EmbeddedBroker;
import io.weir.relay.RelayConfig;
import io.weir.relay.RelayRole;
import io.weir.relay.observe.ObserveConfig;
import io.weir.relay.observe.ObserveRole;
import io.weir.storage.FlowStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;

/** A broker and a relay with the Observer API over a store. */
final class QueryRun implements AutoCloseable {
  private static final long READY_NS = 60_000_000_000L;

  private final EmbeddedBroker broker;
  private final RelayRole relay;
  private final ObserveRole observe;

  private final PrometheusRegistry registry;

  private QueryRun(
      EmbeddedBroker broker, RelayRole relay, ObserveRole observe, PrometheusRegistry registry) {
    this.registry = registry;
    this.broker = broker;
    this.relay = relay;
    this.observe = observe;
  }

  static QueryRun start(FlowStore store, Path scratch) throws Exception {
    PrometheusRegistry registry = new PrometheusRegistry();
    InstantSource clock = InstantSource.system();
    EmbeddedBroker broker =
        new EmbeddedBroker(BrokerConfig.DEFAULT.withPort(0), scratch.resolve("kafka"));
    broker.start();
    ObserveRole observe =
        new ObserveRole(ObserveConfig.DEFAULT, broker.bootstrapServers(), store, registry, clock);
    RelayRole relay =
        new RelayRole(
            RelayConfig.DEFAULT.withPort(0).withBootstrapServers(broker.bootstrapServers()),
            observe.services(),
            registry,
            clock);
    QueryRun run = new QueryRun(broker, relay, observe, registry);
    try {
      relay.start();
      observe.start();
      run.awaitReady();
      return run;
    } catch (Exception e) {
      run.close();
      throw e;
    }
  }

  private void awaitReady() throws Exception {
    long deadline = System.nanoTime() + READY_NS;
    while (!relay.readiness().ready() || !observe.readiness().ready()) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("The relay is not ready: " + observe.readiness().reason());
      }
      Thread.sleep(10);
    }
  }

  String target() {
    return "127.0.0.1:" + relay.port();
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** GetFlows calls that run. */
  double streams() {
    return sum("weir_relay_observe_streams");
  }

  /** Messages sent to clients since the start. */
  double responses() {
    return sum("weir_relay_observe_responses");
  }

  private double sum(String metric) {
    double sum = 0;
    for (MetricSnapshot snapshot : registry.scrape(metric::equals)) {
      for (DataPointSnapshot point : snapshot.getDataPoints()) {
        if (point instanceof CounterDataPointSnapshot counter) {
          sum += counter.getValue();
        } else if (point instanceof GaugeDataPointSnapshot gauge) {
          sum += gauge.getValue();
        }
      }
    }
    return sum;
  }

  @Override
  public void close() throws Exception {
    observe.close();
    relay.close();
    broker.close();
  }
}
