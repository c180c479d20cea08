package io.weir.bench;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
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

  private QueryRun(EmbeddedBroker broker, RelayRole relay, ObserveRole observe) {
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
    QueryRun run = new QueryRun(broker, relay, observe);
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

  @Override
  public void close() throws Exception {
    observe.close();
    relay.close();
    broker.close();
  }
}
