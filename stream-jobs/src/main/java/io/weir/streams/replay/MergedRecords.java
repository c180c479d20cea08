package io.weir.streams.replay;

import io.weir.streams.flink.RawRecord;
import io.weir.streams.flink.RawRecords;
import io.weir.topic.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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
  private final List<Lane> lanes = new ArrayList<>();
  private final Set<Integer> open = new TreeSet<>();
  private final Patience patience;
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;

  /** One partition: what was read ahead of it, and whether that is all. */
  private static final class Lane {
    final TopicPartition partition;
    final Span span;
    final ArrayDeque<RawRecord> ahead = new ArrayDeque<>();
    boolean isRead;

    Lane(TopicPartition partition, Span span) {
      this.partition = partition;
      this.span = span;
      this.isRead = span.from() >= span.end();
    }

    boolean isHungry() {
      return !isRead && ahead.isEmpty();
    }
  }

  MergedRecords(KafkaClients kafka, Topic topic, SortedMap<Integer, Span> spans) {
    this.kafka = kafka;
    this.topic = topic;
    this.patience = new Patience(topic.topicName());
    spans.forEach(
        (partition, span) -> {
          Lane lane = new Lane(new TopicPartition(topic.topicName(), partition), span);
          lanes.add(lane);
          if (!lane.isRead) {
            open.add(partition);
          }
        });
  }

  @Override
  public Optional<RawRecord> next() throws InterruptedException {
    try {
      KafkaConsumer<byte[], byte[]> reader = begin();
      // The earliest is known only when every partition shows its next.
      while (lanes.stream().anyMatch(Lane::isHungry)) {
        poll(reader);
      }
    } catch (InterruptException e) {
      throw new InterruptedException("interrupted while reading " + topic.topicName());
    }
    return take();
  }

  private KafkaConsumer<byte[], byte[]> begin() {
    KafkaConsumer<byte[], byte[]> reader = consumer;
    if (reader == null) {
      reader = kafka.consumer();
      consumer = reader;
      reader.assign(lanes.stream().map(lane -> lane.partition).toList());
      for (Lane lane : lanes) {
        reader.seek(lane.partition, lane.span.from());
      }
    }
    return reader;
  }

  private void poll(KafkaConsumer<byte[], byte[]> reader) {
    for (Lane lane : lanes) {
      boolean full = lane.isRead || lane.ahead.size() >= AHEAD_MAX;
      if (full) {
        reader.pause(List.of(lane.partition));
      } else {
        reader.resume(List.of(lane.partition));
      }
    }
    ConsumerRecords<byte[], byte[]> polled = reader.poll(POLL);
    patience.polled(polled.isEmpty());
    for (Lane lane : lanes) {
      for (ConsumerRecord<byte[], byte[]> one : polled.records(lane.partition)) {
        if (one.offset() < lane.span.end()) {
          lane.ahead.add(
              new RawRecord(one.partition(), one.offset(), one.timestamp(), one.value()));
        }
      }
      lane.isRead = reader.position(lane.partition) >= lane.span.end();
    }
  }

  private Optional<RawRecord> take() {
    Lane earliest = null;
    for (Lane lane : lanes) {
      RawRecord first = lane.ahead.peek();
      if (first == null) {
        open.remove(lane.partition.partition());
      } else if (earliest == null || first.appendedMs() < earliest.ahead.element().appendedMs()) {
        earliest = lane;
      }
    }
    return earliest == null ? Optional.empty() : Optional.of(earliest.ahead.remove());
  }

  /** Those that had a record when the last one was taken: never a matter of how brokers answer. */
  @Override
  public Set<Integer> open() {
    return open;
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close();
    }
  }
}
