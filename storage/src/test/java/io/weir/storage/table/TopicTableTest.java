package io.weir.storage.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.codec.Codecs;
import io.weir.slo.v1.SloStatus;
import io.weir.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicTableTest {
  private static final String TOPIC = Topic.SLO_STATUS.topicName();
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

  private final BlockingQueue<MockConsumer<byte[], byte[]>> consumers = new LinkedBlockingQueue<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final TopicTable<SloStatus> table =
      new TopicTable<>(
          Topic.SLO_STATUS,
          Codecs.sloStatus(),
          this::next,
          new TopicTable.Listener<>() {
            @Override
            public void changed(String key, Optional<SloStatus> value) {
              told.add(key + "=" + value.map(SloStatus::getService).orElse("-"));
            }

            @Override
            public void caughtUp() {
              told.add("all");
            }
          });

  private Consumer<byte[], byte[]> next() {
    try {
      MockConsumer<byte[], byte[]> consumer = consumers.poll(10, TimeUnit.SECONDS);
      if (consumer == null) {
        throw new KafkaException("no consumer (expected: one more)");
      }
      return consumer;
    } catch (InterruptedException e) {
      throw new KafkaException(e);
    }
  }

  @AfterEach
  void stop() {
    consumers.add(broker(List.of()));
    table.close();
  }

  private static byte[] value(String service) {
    return Codecs.sloStatus().encode(SloStatus.newBuilder().setService(service).build());
  }

  private static ConsumerRecord<byte[], byte[]> record(
      long offset, String key, byte @Nullable [] value) {
    return new ConsumerRecord<>(TOPIC, 0, offset, key.getBytes(StandardCharsets.UTF_8), value);
  }

  /** A broker with these records. */
  private static MockConsumer<byte[], byte[]> broker(List<ConsumerRecord<byte[], byte[]>> records) {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    Node node = new Node(1, "127.0.0.1", 1);
    consumer.updatePartitions(
        TOPIC, List.of(new PartitionInfo(TOPIC, 0, node, new Node[] {node}, new Node[] {node})));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, (long) records.size()));
    consumer.schedulePollTask(() -> records.forEach(consumer::addRecord));
    return consumer;
  }

  private void awaitTold(int count) {
    await().untilAsserted(() -> assertThat(told).hasSizeGreaterThanOrEqualTo(count));
  }

  @Test
  void keepsTheNewestValueOfEachKey() {
    consumers.add(
        broker(
            List.of(
                record(0, "a", value("one")),
                record(1, "b", value("two")),
                record(2, "a", value("three")),
                record(3, "b", null))));
    table.start();
    awaitTold(5);
    assertThat(told).containsExactly("a=one", "b=two", "a=three", "b=-", "all");
    assertThat(table.values()).containsOnlyKeys("a");
    assertThat(table.isCaughtUp()).isTrue();
  }

  @Test
  void whatCannotBeReadLeavesTheOneBefore() {
    consumers.add(
        broker(List.of(record(0, "a", value("one")), record(1, "a", new byte[] {1, 2, 3}))));
    table.start();
    awaitTold(2);
    assertThat(told).containsExactly("a=one", "all");
    assertThat(table.values().get("a")).isNotNull();
  }

  /** While nobody read, one key was withdrawn and compacted away. */
  @Test
  void afterAnErrorItBeginsAgainAndForgetsWhatIsGone() {
    MockConsumer<byte[], byte[]> first =
        broker(List.of(record(0, "a", value("one")), record(1, "b", value("two"))));
    consumers.add(first);
    table.start();
    awaitTold(3);
    consumers.add(broker(List.of(record(0, "a", value("one")))));
    first.setPollException(new KafkaException("the broker is gone"));
    awaitTold(6);
    assertThat(told).containsExactly("a=one", "b=two", "all", "a=one", "b=-", "all");
    assertThat(table.values()).containsOnlyKeys("a");
  }
}
