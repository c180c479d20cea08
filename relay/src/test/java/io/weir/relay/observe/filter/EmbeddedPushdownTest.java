package io.weir.relay.observe.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.runtime.StartException;
import io.weir.storage.FlowStore;
import io.weir.storage.archive.ArchiveWriter;
import io.weir.storage.embedded.EmbeddedConfig;
import io.weir.storage.embedded.EmbeddedStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPushdownTest extends PushdownContract {
  @TempDir Path dir;
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private EmbeddedStore store;

  @BeforeEach
  void open() throws StartException {
    // A file each hour and small blocks, so that a scan crosses borders of both.
    EmbeddedConfig config =
        new EmbeddedConfig(
            dir, Duration.ofHours(1), Duration.ofHours(96), 128 << 20, 2, 1 << 20, 50);
    store = new EmbeddedStore(config, new PrometheusRegistry(), () -> now);
    store.start();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  FlowStore store() {
    return store;
  }

  @Override
  ArchiveWriter writer() {
    return store;
  }

  @Override
  void timePasses() {
    now = now.plus(Duration.ofMinutes(25));
    store.maintain();
  }

  /** Terms are of use: or they could as well be left out. */
  @Override
  void read(long withTerms, long withoutTerms) {
    assertThat(withTerms).isLessThan(withoutTerms);
  }
}
