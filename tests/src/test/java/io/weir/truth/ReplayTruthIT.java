package io.weir.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.cli.broker.BrokerConfig;
import io.weir.cli.broker.EmbeddedBroker;
import io.weir.cli.simulate.Counted;
import io.weir.codec.Codecs;
import io.weir.series.v1.DropWindow;
import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.SliWindow;
import io.weir.story.KafkaRecords;
import io.weir.streams.JobsConfig;
import io.weir.streams.flink.JobsRole;
import io.weir.streams.flink.RawRecord;
import io.weir.streams.flink.ReplayException;
import io.weir.streams.replay.Archive;
import io.weir.streams.replay.Comparison;
import io.weir.streams.replay.Range;
import io.weir.streams.replay.RecordSet;
import io.weir.streams.replay.Replay;
import io.weir.streams.replay.ReplayProgress;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a replay gives of every scenario: twice the same bytes, what live gave, and the truth; also
 * where live was tampered with, and where Kafka has forgotten half of it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplayTruthIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final double SCALE = 0.25;
  private static final int PARTITIONS = 2;
  private static final long SEED = 1;
  private static final int SHOWN = 20;
  private static final Archive NO_ARCHIVE =
      (sinceNs, before) -> {
        throw new ReplayException("the archive was asked, though Kafka has everything");
      };

  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static ScenarioFeed feed;
  private static JobsRole live;
  private static RecordSet first;

  @BeforeAll
  static void runLive() throws Exception {
    broker = new EmbeddedBroker(BrokerConfig.DEFAULT.withPort(0), directory.resolve("kafka"));
    broker.start();
    feed = ScenarioFeed.send(broker.bootstrapServers(), PARTITIONS, SCALE, SEED);
    live = new JobsRole(config(), new PrometheusRegistry());
    live.start();
    // While live counts.
    first = replay(false, NO_ARCHIVE).records();
  }

  @AfterAll
  static void stop() {
    if (live != null) {
      live.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  private static JobsConfig config() {
    return JobsConfig.DEFAULT.at(broker.bootstrapServers(), directory.resolve("checkpoints"));
  }

  private static Range all() {
    return new Range(time(feed.startNs()), time(feed.endNs()), Duration.ofHours(1));
  }

  private static Instant time(long ns) {
    return Instant.ofEpochSecond(0, ns);
  }

  private static Replay.Outcome replay(boolean compare, Archive archive) throws Exception {
    return replay(all(), archive, new Replay.Wishes(Optional.empty(), false, compare, SHOWN));
  }

  private static Replay.Outcome replay(Range range, Archive archive, Replay.Wishes wishes)
      throws Exception {
    return new Replay(config(), range, archive, new ReplayProgress()).run(wishes);
  }

  @Test
  @Order(1)
  void everyCountIsTrue() {
    Counted counted = new Counted();
    first.view(Topic.EDGES).values().stream()
        .map(value -> (EdgeWindow) RecordSet.decode(Topic.EDGES, value))
        .forEach(counted::add);
    first.view(Topic.SLIS).values().stream()
        .map(value -> (SliWindow) RecordSet.decode(Topic.SLIS, value))
        .forEach(counted::add);
    first.view(Topic.DROPS).values().stream()
        .map(value -> (DropWindow) RecordSet.decode(Topic.DROPS, value))
        .forEach(counted::add);
    feed.assertTrue(counted);
  }

  /** Every record of every scenario, byte by byte, whatever it says. */
  @Test
  @Order(2)
  void aReplayIsWhatLiveGaveAndAnotherReplayIsTheSame() {
    await("live has finished")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              Replay.Outcome outcome = replay(true, NO_ARCHIVE);
              assertThat(outcome.records().digest()).isEqualTo(first.digest());
              Comparison.Result result = outcome.comparison().orElseThrow();
              assertThat(result.differences()).isEmpty();
              assertThat(result.counts())
                  .allSatisfy(
                      counts -> {
                        assertThat(counts.unfinished()).isZero();
                        assertThat(counts.equal()).isGreaterThan(20);
                      });
            });
    assertThat(first.size()).isGreaterThan(10_000);
  }

  /** Somebody has written a record of live anew: the comparison says which, and what is wrong. */
  @Test
  @Order(3)
  void aRecordThatWasTamperedWithIsFound() throws Exception {
    EdgeWindow edge = someEdge();
    EdgeCounts.Builder more = edge.getCounts().toBuilder();
    more.getTcpBuilder().setAttempts(edge.getCounts().getTcp().getAttempts() + 7);
    write(edge.toBuilder().setCounts(more).build());
    try {
      Instant start = time(edge.getWindow().getStartNs());
      Range range = new Range(start, start.plusSeconds(1), Duration.ofHours(30));
      Comparison.Result result =
          replay(range, NO_ARCHIVE, new Replay.Wishes(Optional.empty(), false, true, 3))
              .comparison()
              .orElseThrow();
      assertThat(result.agrees()).isFalse();
      assertThat(result.differences())
          .singleElement()
          .satisfies(
              one -> {
                long attempts = edge.getCounts().getTcp().getAttempts();
                assertThat(one.topic()).isEqualTo(Topic.EDGES);
                assertThat(one.verdict()).isEqualTo(Comparison.Verdict.DIFFERENT);
                assertThat(one.key()).isEqualTo(TopicKeys.edge(edge.getEdge()));
                assertThat(one.window()).isEqualTo("10s at " + start);
                assertThat(one.words())
                    .containsExactly(
                        "counts.tcp.attempts: live " + (attempts + 7) + ", replay " + attempts);
              });
    } finally {
      write(edge);
    }
  }

  private static EdgeWindow someEdge() {
    return first.view(Topic.EDGES).values().stream()
        .map(value -> (EdgeWindow) RecordSet.decode(Topic.EDGES, value))
        .filter(window -> window.getWindow().getLengthNs() == 10_000_000_000L)
        .filter(window -> window.getCounts().getTcp().getAttempts() > 0)
        .findFirst()
        .orElseThrow();
  }

  private static void write(EdgeWindow window) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  Topic.EDGES.topicName(), TopicKeys.edge(window), Codecs.edges().encode(window)))
          .get();
    }
  }

  @Test
  @Order(4)
  void resultsGoToTopicsOfTheirOwnWhichAreNotOverwrittenByMistake() throws Exception {
    Range hour = new Range(all().from(), all().from().plusSeconds(3600), Duration.ofHours(1));
    Replay.Wishes into = new Replay.Wishes(Optional.of("test"), false, false, 3);
    Replay.Outcome outcome = replay(hour, NO_ARCHIVE, into);
    assertThat(outcome.topics())
        .containsExactly(
            "replay.test.weir.edges.v1", "replay.test.weir.slis.v1", "replay.test.weir.drops.v1");
    assertThat(written("replay.test.")).isEqualTo(outcome.records().digest());

    assertThatThrownBy(() -> replay(hour, NO_ARCHIVE, into))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("--overwrite");
    Range minute = new Range(all().from(), all().from().plusSeconds(60), Duration.ofHours(1));
    Replay.Outcome again =
        replay(minute, NO_ARCHIVE, new Replay.Wishes(Optional.of("test"), true, false, 3));
    assertThat(again.records().digest()).isNotEqualTo(outcome.records().digest());
    assertThat(written("replay.test.")).isEqualTo(again.records().digest());
  }

  private static String written(String prefix) {
    RecordSet records = new RecordSet();
    for (Topic topic : RecordSet.TOPICS) {
      List<ConsumerRecord<byte[], byte[]>> all =
          KafkaRecords.read(broker.bootstrapServers(), prefix + topic.topicName());
      all.forEach(record -> records.put(topic, record.key(), record.value()));
      assertThat(records.view(topic)).as("one record for each key").hasSize(all.size());
    }
    return records.digest();
  }

  /** Retention took the head of the topic; the archive has it, in an order of its own. */
  @Test
  @Order(5)
  void whatKafkaHasForgottenComesFromTheArchiveOnceAndWhole() throws Exception {
    List<ConsumerRecord<byte[], byte[]>> flows =
        new ArrayList<>(KafkaRecords.read(broker.bootstrapServers(), Topic.FLOWS));
    Map<TopicPartition, RecordsToDelete> head = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : flows) {
      head.merge(
          new TopicPartition(record.topic(), record.partition()),
          RecordsToDelete.beforeOffset(1),
          (count, one) -> RecordsToDelete.beforeOffset(count.beforeOffset() + 1));
    }
    head.replaceAll((partition, all) -> RecordsToDelete.beforeOffset(all.beforeOffset() / 2));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.deleteRecords(head).all().get();
    }
    Collections.shuffle(flows, new Random(SEED));
    Replay.Outcome outcome =
        replay(
            true,
            (sinceNs, before) ->
                flows.stream()
                    .filter(record -> record.offset() < before.get(record.partition()))
                    .map(
                        record ->
                            new RawRecord(record.partition(), record.offset(), 0, record.value()))
                    .toList());
    assertThat(outcome.eventsArchived())
        .isEqualTo(head.values().stream().mapToLong(RecordsToDelete::beforeOffset).sum());
    assertThat(outcome.notes()).anyMatch(note -> note.contains("come from the archive"));
    assertThat(outcome.records().digest()).isEqualTo(first.digest());
    assertThat(outcome.comparison().orElseThrow().agrees()).isTrue();

    assertThatThrownBy(() -> replay(false, NO_ARCHIVE)).hasMessageContaining("was asked");
  }
}
