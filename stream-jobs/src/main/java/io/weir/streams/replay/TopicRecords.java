package io.weir.streams.replay;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads spans of a topic whose records replace each other, partition by partition. */
final class TopicRecords {
  private static final Duration POLL = Duration.ofMillis(500);

  /** Takes one record. */
  interface Each {
    void take(ConsumerRecord<byte[], byte[]> record);
  }

  private TopicRecords() {}

  /** Hands over every record of the spans, those of one partition in order. */
  static void read(KafkaClients kafka, String topic, Map<Integer, Span> spans, Each each) {
    Map<TopicPartition, Span> left = new TreeMap<>(TopicRecords::byNumber);
    spans.forEach(
        (partition, span) -> {
          if (span.from() < span.end()) {
            left.put(new TopicPartition(topic, partition), span);
          }
        });
    try (KafkaConsumer<byte[], byte[]> consumer = kafka.consumer()) {
      consumer.assign(left.keySet());
      left.forEach((partition, span) -> consumer.seek(partition, span.from()));
      Patience patience = new Patience(topic);
      while (!left.isEmpty()) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        patience.polled(polled.isEmpty());
        for (ConsumerRecord<byte[], byte[]> record : polled) {
          Span span = spans.get(record.partition());
          if (span != null && record.offset() < span.end()) {
            each.take(record);
          }
        }
        left.entrySet()
            .removeIf(entry -> consumer.position(entry.getKey()) >= entry.getValue().end());
      }
    }
  }

  private static int byNumber(TopicPartition a, TopicPartition b) {
    return Integer.compare(a.partition(), b.partition());
  }
}
