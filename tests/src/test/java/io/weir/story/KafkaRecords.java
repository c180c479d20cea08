package io.weir.story;

import com.google.protobuf.Message;
import io.weir.codec.EventCodec;
import io.weir.codec.MalformedEventException;
import io.weir.event.v1.Discarded;
import io.weir.event.v1.DiscardedEvent;
import io.weir.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics with a plain consumer, as any Kafka tool would. */
public final class KafkaRecords {
  private KafkaRecords() {}

  /** What was refused so far. */
  static List<Discarded> discarded(String bootstrap) {
    return read(bootstrap, Topic.DISCARDED).stream()
        .map(record -> (DiscardedEvent) decode(Topic.DISCARDED, record.value()))
        .map(DiscardedEvent::getDiscarded)
        .toList();
  }

  /** Every record from the beginning to where the topic ended at the call. */
  public static List<ConsumerRecord<byte[], byte[]>> read(String bootstrap, Topic topic) {
    return read(bootstrap, topic.topicName());
  }

  /** The same of any topic. */
  public static List<ConsumerRecord<byte[], byte[]>> read(String bootstrap, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap)) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(200));
        records.forEach(all::add);
      }
      return all;
    }
  }

  /** How many records a topic holds, repeats included. */
  static long count(String bootstrap, Topic topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap)) {
      return consumer.endOffsets(partitions(consumer, topic.topicName())).values().stream()
          .mapToLong(Long::longValue)
          .sum();
    }
  }

  static Message decode(Topic topic, byte[] value) {
    EventCodec<? extends Message> codec = topic.codec();
    try {
      return codec.decode(value);
    } catch (MalformedEventException e) {
      throw new AssertionError(e);
    }
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .collect(Collectors.toList());
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String bootstrap) {
    Properties p = new Properties();
    p.put("bootstrap.servers", bootstrap);
    return new KafkaConsumer<>(p, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
