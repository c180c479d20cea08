package io.weir.storage.archive;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.topic.Topic;

/**
 * What the archiver did. For each topic, since the start and while nothing failed: <em>records =
 * archived + repeated + discarded + tombstones + waiting in the batch</em>. After a failure records
 * that were read but not stored are read, and counted in {@code records}, again.
 *
 * <p>Alert when {@code weir_archiver_lost_records_total} rises (Kafka's retention is shorter than
 * the archiver's outage), when {@code weir_archiver_failures_total} rises for 5 min, and when
 * {@code weir_archiver_lag_records} grows for 15 min. Label {@code topic} has one value a topic.
 */
final class ArchiverMetrics {
  private final Counter records;
  private final Counter bytes;
  private final Counter archived;
  private final Counter repeated;
  private final Counter discarded;
  private final Counter tombstones;
  private final Counter lost;
  private final Counter failures;
  private final Gauge lag;
  private final Histogram append;

  ArchiverMetrics(PrometheusRegistry registry) {
    records = counter(registry, "records", "Records read from Kafka.");
    bytes = counter(registry, "bytes", "Bytes of the values that were read from Kafka.");
    archived = counter(registry, "archived_records", "Records that are in the store.");
    repeated = counter(registry, "repeated_records", "Resent events that were there before.");
    discarded = counter(registry, "discarded_records", "Records that could not be decoded.");
    tombstones = counter(registry, "tombstones", "Records without a value in topics of windows.");
    lost = counter(registry, "lost_records", "Records that Kafka forgot before they were read.");
    failures =
        Counter.builder()
            .name("weir_archiver_failures_total")
            .help("Failed attempts, by what failed.")
            .labelNames("part")
            .register(registry);
    lag =
        Gauge.builder()
            .name("weir_archiver_lag_records")
            .help("Records in Kafka that were not read yet.")
            .labelNames("topic")
            .register(registry);
    append =
        Histogram.builder()
            .name("weir_archiver_append_seconds")
            .help("Time to append one batch of one topic.")
            .classicUpperBounds(0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
            .register(registry);
  }

  private static Counter counter(PrometheusRegistry registry, String what, String help) {
    return Counter.builder()
        .name("weir_archiver_" + what + "_total")
        .help(help)
        .labelNames("topic")
        .register(registry);
  }

  void read(Topic topic, long valueBytes) {
    records.labelValues(topic.topicName()).inc();
    bytes.labelValues(topic.topicName()).inc(valueBytes);
  }

  void archived(Topic topic, int rows, long nanos) {
    archived.labelValues(topic.topicName()).inc(rows);
    append.observe(nanos / 1e9);
  }

  void repeated(Topic topic) {
    repeated.labelValues(topic.topicName()).inc();
  }

  void discarded(Topic topic) {
    discarded.labelValues(topic.topicName()).inc();
  }

  void tombstone(Topic topic) {
    tombstones.labelValues(topic.topicName()).inc();
  }

  void lost(Topic topic, long count) {
    lost.labelValues(topic.topicName()).inc(count);
  }

  void failed(String part) {
    failures.labelValues(part).inc();
  }

  void lag(Topic topic, long count) {
    lag.labelValues(topic.topicName()).set(count);
  }
}
