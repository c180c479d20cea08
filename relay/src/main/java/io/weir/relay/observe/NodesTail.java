package io.weir.relay.observe;

import io.weir.codec.Codecs;
import io.weir.codec.MalformedEventException;
import io.weir.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code weir.nodes.v1} into the {@link Census}: first the reports that are young enough to
 * count, then what arrives. After an error it begins again after a second, which changes nothing:
 * only each collector's newest report counts. One thread owns the consumer.
 */
final class NodesTail implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NodesTail.class);
  private static final String TOPIC = Topic.NODES.topicName();
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration ASK = Duration.ofSeconds(10);
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);
  private static final long AGAIN_MILLIS = 1_000;
  private static final long PARTITIONS_EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Census census;
  private final Duration reach;
  private final InstantSource clock;
  private final ObserveMetrics metrics;
  private final Thread thread = new Thread(this::run, "weir-observe-nodes");
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Consumer<byte[], byte[]> wakeable;
  private boolean failing;

  /**
   * Starts nothing yet.
   *
   * @param reach age of the oldest report that counts
   */
  NodesTail(
      Supplier<Consumer<byte[], byte[]>> consumers,
      Census census,
      Duration reach,
      InstantSource clock,
      ObserveMetrics metrics) {
    this.consumers = consumers;
    this.census = census;
    this.reach = reach;
    this.clock = clock;
    this.metrics = metrics;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!isClosing()) {
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
      census.tick();
      pause();
    }
  }

  private void failed(KafkaException e) {
    metrics.nodes("error");
    if (!failing) { // once until it works again
      failing = true;
      log.warn("Reports of nodes cannot be read, it is tried again topic={}", TOPIC, e);
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

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void read(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = partitions(consumer);
    if (partitions.isEmpty()) {
      return; // no topic yet
    }
    begin(consumer, partitions);
    long lookedAt = System.nanoTime();
    while (!isClosing()) {
      consumer.poll(POLL).forEach(this::accept);
      failing = false;
      census.tick();
      if (System.nanoTime() - lookedAt >= PARTITIONS_EVERY_NANOS) {
        if (partitions(consumer).size() != partitions.size()) {
          return; // begins again with all of them
        }
        lookedAt = System.nanoTime();
      }
    }
  }

  private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
    List<PartitionInfo> found = consumer.partitionsFor(TOPIC, ASK);
    return found == null
        ? List.of()
        : found.stream().map(info -> new TopicPartition(TOPIC, info.partition())).toList();
  }

  private void begin(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    consumer.assign(partitions);
    long from = clock.instant().minus(reach).minus(CLOCKS_DIFFER).toEpochMilli();
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, Math.max(0, from)));
    Map<TopicPartition, @Nullable OffsetAndTimestamp> offsets =
        consumer.offsetsForTimes(times, ASK);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp young = offsets.get(partition);
      if (young == null) {
        consumer.seekToEnd(List.of(partition));
      } else {
        consumer.seek(partition, young.offset());
      }
    }
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return; // a collector that somebody deleted; it is forgotten by itself
    }
    try {
      Instant now = clock.instant();
      Instant written = Instant.ofEpochMilli(record.timestamp());
      census.report(Codecs.nodes().decode(record.value()), written.isAfter(now) ? now : written);
      metrics.nodes("report");
    } catch (MalformedEventException e) {
      metrics.nodes("malformed");
      log.debug("Skipped a malformed report offset={}", record.offset(), e);
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
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
