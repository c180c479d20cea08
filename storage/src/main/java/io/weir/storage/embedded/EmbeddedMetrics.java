package io.weir.storage.embedded;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.LongSupplier;

/**
 * What the embedded store holds. <em>files = made - expired</em>, and the log stays below about
 * twice its configured limit.
 *
 * <p>Alert when {@code weir_storage_append_failures_total} rises (disk full or broken), when {@code
 * weir_storage_log_bytes} exceeds four times the limit, and on the disk's own free space.
 */
final class EmbeddedMetrics {
  private final Counter rows;
  private final Counter failures;
  private final Counter expired;
  private final Gauge cursors;

  EmbeddedMetrics(
      PrometheusRegistry registry, LongSupplier files, LongSupplier bytes, LongSupplier logBytes) {
    rows =
        Counter.builder()
            .name("weir_storage_appended_rows_total")
            .help("Rows that were committed.")
            .labelNames("topic")
            .register(registry);
    failures =
        Counter.builder()
            .name("weir_storage_append_failures_total")
            .help("Batches that could not be committed.")
            .register(registry);
    expired =
        Counter.builder()
            .name("weir_storage_expired_files_total")
            .help("Files that were past retention.")
            .register(registry);
    cursors =
        Gauge.builder()
            .name("weir_storage_open_cursors")
            .help("Scans that are not closed; each keeps its files from being removed.")
            .register(registry);
    gauge(registry, "weir_storage_files", "Files of the archive.", files);
    gauge(registry, "weir_storage_bytes", "Bytes of the archive on disk.", bytes);
    gauge(registry, "weir_storage_log_bytes", "Bytes not folded into the files yet.", logBytes);
  }

  private static void gauge(
      PrometheusRegistry registry, String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsLong()))
        .register(registry);
  }

  void appended(String topic, int count) {
    rows.labelValues(topic).inc(count);
  }

  void appendFailed() {
    failures.inc();
  }

  void expired(int files) {
    expired.inc(files);
  }

  void cursorOpened() {
    cursors.inc();
  }

  void cursorClosed() {
    cursors.dec();
  }
}
