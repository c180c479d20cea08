package io.weir.streams.replay;

import io.weir.streams.flink.RawRecord;
import io.weir.streams.flink.RawRecords;
import io.weir.topic.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * The records of a topic in the order in which they were appended; of two partitions at the same
 * moment the lower one first. So the order is the same each time, however brokers answer. Holds
 * some {@value #AHEAD_MAX} records of each partition. Confined to one thread at a time.
 */
final class MergedRecords implements RawRecords, AutoCloseable {
  private static final int AHEAD_MAX = 2_000;
  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaClients kafka;
  private final Topic topic;
  private final SortedMap<Integer, Span> spans;
  private final TreeMap<Integer, ArrayDeque<RawRecord>> ahead = new TreeMap<>();
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;

  MergedRecords(KafkaClients kafka, Topic topic, SortedMap<Integer, Span> spans) {
    this.kafka = kafka;
    this.topic = topic;
    this.spans = spans;
  }

  @Override
  public Optional<RawRecord> next() throws InterruptedException {
    try {
      KafkaConsumer<byte[], byte[]> reader = begin();
      while (ahead.entrySet().stream()
          .anyMatch(one -> one.getValue().isEmpty() && isOpen(reader, one.getKey()))) {
        poll(reader);
      }
      return take();
    } catch (InterruptException e) {
      throw new InterruptedException("interrupted while reading " + topic.topicName());
    }
  }

  private KafkaConsumer<byte[], byte[]> begin() {
    KafkaConsumer<byte[], byte[]> reader = consumer;
    if (reader == null) {
      reader = kafka.consumer();
      consumer = reader;
      spans.forEach((partition, span) -> ahead.put(partition, new ArrayDeque<>()));
      reader.assign(spans.keySet().stream().map(this::partition).toList());
      for (Map.Entry<Integer, Span> span : spans.entrySet()) {
        reader.seek(partition(span.getKey()), span.getValue().from());
      }
    }
    return reader;
  }

  private boolean isOpen(KafkaConsumer<byte[], byte[]> reader, int partition) {
    Span span = spans.get(partition);
    return span != null && reader.position(partition(partition)) < span.end();
  }

  private void poll(KafkaConsumer<byte[], byte[]> reader) {
    List<TopicPartition> full = new ArrayList<>();
    List<TopicPartition> hungry = new ArrayList<>();
    ahead.forEach(
        (partition, records) ->
            (records.size() >= AHEAD_MAX || !isOpen(reader, partition) ? full : hungry)
                .add(partition(partition)));
    reader.pause(full);
    reader.resume(hungry);
    for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
      Span span = spans.get(record.partition());
      ArrayDeque<RawRecord> records = ahead.get(record.partition());
      if (span != null && records != null && record.offset() < span.end()) {
        records.add(
            new RawRecord(record.partition(), record.offset(), record.timestamp(), record.value()));
      }
    }
  }

  private Optional<RawRecord> take() {
    ArrayDeque<RawRecord> earliest = null;
    for (ArrayDeque<RawRecord> records : ahead.values()) {
      RawRecord first = records.peek();
      if (first != null
          && (earliest == null || first.appendedMs() < earliest.element().appendedMs())) {
        earliest = records;
      }
    }
    return earliest == null ? Optional.empty() : Optional.of(earliest.remove());
  }

  private TopicPartition partition(int number) {
    return new TopicPartition(topic.topicName(), number);
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close();
    }
  }
}
