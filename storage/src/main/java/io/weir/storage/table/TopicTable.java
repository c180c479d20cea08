package io.weir.storage.table;

import com.google.protobuf.Message;
import io.weir.codec.EventCodec;
import io.weir.codec.MalformedEventException;
import io.weir.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest value of each key of a compacted topic, kept up to date by a thread of its own. Reads
 * all of the topic at the start and after an error, and committed records alone. A value that
 * cannot be read leaves the one before it in place.
 *
 * @param <V> the values
 */
public final class TopicTable<V extends Message> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicTable.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration ASK = Duration.ofSeconds(10);
  private static final long AGAIN_MILLIS = 1_000;
  private static final long JOIN_MILLIS = 10_000;
  private static final long PARTITIONS_EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Is told of every change, on the table's thread. */
  public interface Listener<V> {
    /** Empty when the key was withdrawn. */
    void changed(String key, Optional<V> value);

    /** All that was in the topic when reading began has been told. */
    default void caughtUp() {}
  }

  private final Topic topic;
  private final EventCodec<V> codec;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Listener<V> listener;
  private final ConcurrentSkipListMap<String, V> values = new ConcurrentSkipListMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Consumer<byte[], byte[]> wakeable;
  private volatile boolean caughtUp;
  private boolean failing;

  /**
   * Starts nothing yet.
   *
   * @param codec of the topic's values
   * @param properties of Kafka clients: brokers, security
   */
  public TopicTable(
      Topic topic, EventCodec<V> codec, Map<String, String> properties, Listener<V> listener) {
    this(topic, codec, () -> consumer(properties), listener);
  }

  TopicTable(
      Topic topic,
      EventCodec<V> codec,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Listener<V> listener) {
    this.topic = topic;
    this.codec = codec;
    this.consumers = consumers;
    this.listener = listener;
    this.thread = new Thread(this::run, "weir-table-" + topic.topicName());
    thread.setDaemon(true);
  }

  /** A listener for those who only look. */
  public static <V> Listener<V> nobody() {
    return (key, value) -> {};
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, String> more) {
    Properties properties = new Properties();
    properties.putAll(more);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // Else a broker may make the topic with its own settings, and forget what is older than a week.
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  public void start() {
    thread.start();
  }

  /** What there is now, by key; a view that changes. */
  public SortedMap<String, V> values() {
    return java.util.Collections.unmodifiableSortedMap(values);
  }

  /** Whether all that was there at the start has been read. */
  public boolean isCaughtUp() {
    return caughtUp;
  }

  private void run() {
    while (closing.getCount() > 0) {
      try (Consumer<byte[], byte[]> consumer = consumers.get()) {
        wakeable = consumer;
        read(consumer);
      } catch (WakeupException e) {
        // close() was called.
      } catch (KafkaException e) {
        failed(e);
      } finally {
        wakeable = null;
      }
      pause();
    }
  }

  private void failed(KafkaException e) {
    caughtUp = false;
    if (!failing) { // once until it works again
      failing = true;
      LOG.warn("A topic cannot be read, it is tried again topic={}", topic.topicName(), e);
    }
  }

  private void pause() {
    try {
      if (closing.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = partitions(consumer);
    if (partitions.isEmpty()) {
      return; // no topic yet
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ASK);
    // A key that was withdrawn, and compacted away, while nobody read.
    Map<String, V> before = new HashMap<>(values);
    long lookedAt = System.nanoTime();
    boolean all = false;
    while (closing.getCount() > 0) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        accept(record, before);
      }
      failing = false;
      if (!all && isRead(consumer, ends)) {
        all = true;
        before.keySet().forEach(this::withdraw);
        caughtUp = true;
        listener.caughtUp();
      }
      if (System.nanoTime() - lookedAt >= PARTITIONS_EVERY_NANOS) {
        if (partitions(consumer).size() != partitions.size()) {
          return; // begins again with all of them
        }
        lookedAt = System.nanoTime();
      }
    }
  }

  private static boolean isRead(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey(), ASK) >= end.getValue());
  }

  private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
    List<PartitionInfo> found = consumer.partitionsFor(topic.topicName(), ASK);
    return found == null
        ? List.of()
        : found.stream()
            .map(info -> new TopicPartition(topic.topicName(), info.partition()))
            .toList();
  }

  private void accept(ConsumerRecord<byte[], byte[]> record, Map<String, V> before) {
    if (record.key() == null) {
      return; // nobody's
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    before.remove(key);
    if (record.value() == null) {
      withdraw(key);
      return;
    }
    try {
      V value = codec.decode(record.value());
      values.put(key, value);
      listener.changed(key, Optional.of(value));
    } catch (MalformedEventException e) {
      LOG.warn(
          "Skipped a malformed value topic={} partition={} offset={} cause=\"{}\"",
          topic.topicName(),
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  private void withdraw(String key) {
    if (values.remove(key) != null) {
      listener.changed(key, Optional.empty());
    }
  }

  @Override
  public void close() {
    closing.countDown();
    Consumer<byte[], byte[]> consumer = wakeable;
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
