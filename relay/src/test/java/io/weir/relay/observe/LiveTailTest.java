package io.weir.relay.observe;

import static io.weir.relay.observe.TestEvents.flow;
import static io.weir.relay.observe.TestEvents.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.codec.Codecs;
import io.weir.runtime.Readiness;
import io.weir.storage.Progress;
import io.weir.storage.StoredFlow;
import io.weir.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveTailTest {
  private static final String TOPIC = Topic.FLOWS.topicName();
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

  private volatile Map<Integer, Long> ends = Map.of(0, 0L);
  private final FakeFlowStore store = new FakeFlowStore();
  private final Ring ring = new Ring(10, Long.MAX_VALUE);
  private final List<Readiness> readiness = new CopyOnWriteArrayList<>();
  private volatile MockConsumer<byte[], byte[]> consumer = consumer(true);
  private final LiveTail tail =
      new LiveTail(
          () -> consumer,
          (partitions, limit) -> ends,
          store,
          ring,
          event -> {},
          readiness::add,
          new ObserveMetrics(new PrometheusRegistry()));

  private static MockConsumer<byte[], byte[]> consumer(boolean topic) {
    MockConsumer<byte[], byte[]> mock = new MockConsumer<>("earliest");
    mock.updatePartitions(
        TOPIC,
        topic
            ? List.of(new PartitionInfo(TOPIC, 0, Node.noNode(), new Node[0], new Node[0]))
            : List.of());
    mock.updateBeginningOffsets(Map.of(PARTITION, 0L));
    mock.updateEndOffsets(Map.of(PARTITION, 0L));
    return mock;
  }

  @AfterEach
  void close() {
    tail.close();
  }

  /** Adds records once the tail has taken its partition. */
  private void produce(long offset, byte[] value) {
    await().until(() -> consumer.assignment().contains(PARTITION));
    consumer.updateEndOffsets(Map.of(PARTITION, offset + 1));
    ends = Map.of(0, offset + 1);
    consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, null, value));
  }

  @Test
  void beginsWhereTheArchiveStoodAndKnowsItsRepeats() throws Exception {
    store.archive(stored(0, 0, flow(1, 1)));
    store.archive(stored(0, 1, flow(2, 2)));
    tail.start();
    produce(2, Codecs.flows().encode(flow(2, 2))); // archived as number 2
    produce(3, Codecs.flows().encode(flow(3, 3)));
    produce(4, Codecs.flows().encode(flow(3, 3)));
    produce(5, new byte[] {1});
    produce(6, Codecs.flows().encode(flow(4, 4)));
    assertThat(tail.awaitEnd(Duration.ofSeconds(10))).isTrue();
    assertThat(ring.read(0, 9).events())
        .containsExactly(stored(0, 3, flow(3, 3)), stored(0, 6, flow(4, 4)));
    assertThat(ring.from(store.progress())).isPresent();
    assertThat(ring.from(Progress.NONE)).as("before the tail's begin").isEmpty();
  }

  @Test
  void readsOnWhereItWasAfterAnError() throws Exception {
    tail.start();
    produce(0, Codecs.flows().encode(flow(1, 1)));
    assertThat(tail.awaitEnd(Duration.ofSeconds(10))).isTrue();
    MockConsumer<byte[], byte[]> broken = consumer;
    consumer = consumer(true);
    consumer.updateEndOffsets(Map.of(PARTITION, 1L));
    broken.setPollException(new KafkaException("broker has gone"));
    await().until(() -> tail.readiness().reason().contains("broker has gone"));
    produce(1, Codecs.flows().encode(flow(2, 2)));
    assertThat(tail.awaitEnd(Duration.ofSeconds(10))).isTrue();
    assertThat(ring.read(0, 9).events()).extracting(StoredFlow::offset).containsExactly(0L, 1L);
    assertThat(tail.readiness()).isEqualTo(Readiness.READY);
    assertThat(readiness).extracting(Readiness::ready).containsExactly(true, false, true);
  }

  @Test
  void withoutATopicAQueryIsToldSo() {
    consumer = consumer(false);
    tail.start();
    await().until(() -> tail.readiness().reason().contains("does not exist"));
    assertThatThrownBy(() -> tail.awaitEnd(Duration.ofMillis(20)))
        .isInstanceOf(Seam.UnavailableException.class)
        .hasMessage("Topic weir.flows.v1 does not exist yet.");
  }

  @Test
  void whenTheEndIsNotReachedInTimeItSaysSo() throws Exception {
    tail.start();
    await().until(() -> tail.readiness().ready());
    ends = Map.of(0, 5L); // and no records
    assertThat(tail.awaitEnd(Duration.ofMillis(50))).isFalse();
  }
}
