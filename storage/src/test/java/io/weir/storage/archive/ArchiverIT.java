package io.weir.storage.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.codec.Codecs;
import io.weir.event.v1.DiscardedEvent;
import io.weir.event.v1.FlowEvent;
import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import io.weir.storage.StoredFlow;
import io.weir.storage.TestEvents;
import io.weir.storage.embedded.EmbeddedConfig;
import io.weir.storage.embedded.EmbeddedStore;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archiver between a real broker and the embedded store. */
class ArchiverIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path dir;

  /** One broker, one story: each chapter continues on the archive of the one before. */
  @Test
  void everyRecordIsArchivedOnceWhateverHappens() throws Exception {
    try (TestBroker broker = TestBroker.start(dir);
        KafkaProducer<byte[], byte[]> producer = broker.producer()) {
      broker.create(Topic.FLOWS, 2);
      broker.create(Topic.EDGES, 1);

      // Resends, garbage, and restarts in the middle.
      long seed = System.nanoTime();
      Random random = new Random(seed);
      produce(producer, random, 1, 3_000);
      producer.send(record(Topic.FLOWS, 0, "not avro".getBytes(StandardCharsets.UTF_8)));
      producer.flush();
      try (Running running = new Running(broker)) {
        await().atMost(PATIENCE).until(() -> running.role.archived() > 500);
      }
      produce(producer, random, 2_500, 6_000);
      producer.flush();
      try (Running running = new Running(broker)) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(seqs(running)).as("seed=%d", seed).hasSize(6_000));
        assertThat(seqs(running)).containsExactlyElementsOf(expected(6_000));
        assertThat(discarded(running))
            .singleElement()
            .satisfies(
                event -> {
                  assertThat(event.getDiscarded().getOrigin()).startsWith("weir.flows.v1-0@");
                  assertThat(event.getDiscarded().getBytes().toStringUtf8()).isEqualTo("not avro");
                });
        assertThat(running.role.readiness().ready()).isTrue();
      }

      // A partition and a topic that appear while it runs.
      try (Running running = new Running(broker)) {
        await().atMost(PATIENCE).until(() -> running.role.readiness().ready());
        try (Admin admin = broker.admin()) {
          admin
              .createPartitions(Map.of(Topic.FLOWS.topicName(), NewPartitions.increaseTo(3)))
              .all()
              .get();
        }
        broker.create(Topic.DNS, 1);
        FlowEvent flow = TestEvents.flow(random, "c2", 6_001, 6_001);
        await()
            .atMost(PATIENCE)
            .until(() -> producer.partitionsFor(Topic.FLOWS.topicName()).size() == 3);
        producer.send(record(Topic.FLOWS, 2, Codecs.flows().encode(flow)));
        producer.send(
            record(Topic.DNS, 0, Codecs.dns().encode(TestEvents.dns("c2", 1, 5, "weir.io."))));
        var edge = TestEvents.edge("db", 0, 10, 4);
        producer.send(
            new ProducerRecord<>(
                Topic.EDGES.topicName(), 0, TopicKeys.edge(edge), Codecs.edges().encode(edge)));
        producer.flush();
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  assertThat(seqs(running)).hasSize(6_001);
                  assertThat(running.store.scan(Series.DNS, SeriesQuery.events(0, 10))).hasSize(1);
                  assertThat(running.store.scan(Series.EDGES, SeriesQuery.windows(0, 10, 10)))
                      .containsExactly(edge);
                });
      }

      // Kafka forgets what was not read: counted, told in the stream of flows, and on it goes.
      for (long seq = 6_002; seq <= 6_011; seq++) {
        FlowEvent flow = TestEvents.flow(random, "c2", seq, seq);
        producer.send(record(Topic.FLOWS, 2, Codecs.flows().encode(flow)));
      }
      producer.flush();
      try (Admin admin = broker.admin()) {
        TopicPartition partition = new TopicPartition(Topic.FLOWS.topicName(), 2);
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(5))).all().get();
      }
      try (Running running = new Running(broker)) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(seqs(running)).contains(6_011L).hasSize(6_007));
        assertThat(losses(running))
            .singleElement()
            .satisfies(
                loss -> {
                  assertThat(loss.partition()).isEqualTo(2);
                  assertThat(loss.event().getLoss().getCount()).isEqualTo(4);
                });
      }
    }
  }

  private final class Running implements AutoCloseable {
    final EmbeddedStore store;
    final ArchiverRole role;

    Running(TestBroker broker) throws Exception {
      PrometheusRegistry registry = new PrometheusRegistry();
      store =
          new EmbeddedStore(
              EmbeddedConfig.DEFAULT.withDir(dir.resolve("archive")),
              registry,
              InstantSource.system());
      store.start();
      ArchiverConfig config =
          new ArchiverConfig(
              broker.bootstrapServers(),
              700,
              Duration.ofMillis(50),
              Duration.ofMillis(200),
              Duration.ofSeconds(5),
              Duration.ofMillis(50),
              Duration.ofSeconds(20),
              Map.of("max.poll.records", "200", "metadata.max.age.ms", "300"));
      role = new ArchiverRole(config, store, registry, InstantSource.system());
      role.start();
    }

    @Override
    public void close() {
      role.close();
      store.close();
    }
  }

  /** Numbers from..to of one collector, each to one of two partitions by its number. */
  private static void produce(
      KafkaProducer<byte[], byte[]> producer, Random random, long from, long to) {
    for (long seq = from; seq <= to; seq++) {
      FlowEvent flow = TestEvents.flow(random, "c1", seq, seq);
      producer.send(record(Topic.FLOWS, (int) (seq % 2), Codecs.flows().encode(flow)));
    }
  }

  private static ProducerRecord<byte[], byte[]> record(Topic topic, int partition, byte[] value) {
    return new ProducerRecord<>(
        topic.topicName(), partition, "key".getBytes(StandardCharsets.UTF_8), value);
  }

  private static List<StoredFlow> stored(Running running) {
    List<StoredFlow> found = new ArrayList<>();
    try (FlowCursor cursor = running.store.scan(FlowQuery.ALL)) {
      cursor.forEachRemaining(found::add);
    }
    return found;
  }

  private static List<Long> seqs(Running running) {
    return stored(running).stream()
        .filter(flow -> flow.event().hasFlow())
        .map(flow -> flow.event().getHeader().getSeq())
        .toList();
  }

  private static List<StoredFlow> losses(Running running) {
    return stored(running).stream().filter(flow -> flow.event().hasLoss()).toList();
  }

  private static Set<Long> expected(long count) {
    return new java.util.TreeSet<>(LongStream.rangeClosed(1, count).boxed().toList());
  }

  private static List<DiscardedEvent> discarded(Running running) {
    return running.store.scan(Series.DISCARDED, SeriesQuery.events(0, Long.MAX_VALUE));
  }
}
