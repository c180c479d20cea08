package io.weir.storage.embedded;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.runtime.StartException;
import io.weir.storage.StoreUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Opens one directory, with a clock that a test sets. */
final class EmbeddedStores {
  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final EmbeddedConfig config;
  private final AtomicReference<Instant> now = new AtomicReference<>(START);

  EmbeddedStores(Path dir) {
    // Small pages, small log: borders and checkpoints come often.
    this.config =
        new EmbeddedConfig(
            dir, Duration.ofHours(1), Duration.ofHours(96), 128 << 20, 2, 1 << 20, 150);
  }

  EmbeddedConfig config() {
    return config;
  }

  void advance(Duration by) {
    now.updateAndGet(instant -> instant.plus(by));
  }

  EmbeddedStore store() {
    return new EmbeddedStore(config, new PrometheusRegistry(), clock());
  }

  private InstantSource clock() {
    return now::get;
  }

  EmbeddedStore started() {
    EmbeddedStore store = store();
    try {
      store.start();
    } catch (StartException e) {
      throw new AssertionError(e);
    }
    return store;
  }

  StoreUnderTest open() {
    EmbeddedStore store = started();
    return new StoreUnderTest(store, store, store, store::close);
  }
}
