package io.weir.relay.observe;

import io.weir.codec.Codecs;
import io.weir.codec.MalformedEventException;
import io.weir.event.v1.FlowEvent;
import io.weir.model.SeenNumbers;
import io.weir.runtime.Readiness;
import io.weir.storage.FlowStore;
import io.weir.storage.Progress;
import io.weir.storage.StoreException;
import io.weir.storage.StoredFlow;
import io.weir.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code weir.flows.v1} from where the archive stood at the start and keeps the newest events
 * in a {@link Ring}, each once.
 *
 * <p>Takes over the archive's {@link SeenNumbers} together with its offsets, so both decide alike
 * which record is a repeat. States: <em>waiting</em> (no topic, no broker or no archive yet; tries
 * again every second), <em>reading</em>, <em>closed</em>. After an error it goes back to waiting
 * and reads on where it was. One thread owns the consumer and all fields that are not final.
 */
final class LiveTail implements Seam.Tail, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LiveTail.class);
  private static final String TOPIC = Topic.FLOWS.topicName();
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration ASK = Duration.ofSeconds(10);
  private static final long AGAIN_MILLIS = 1_000;
  private static final long PARTITIONS_EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers;
  private final FlowStore store;
  private final Ring ring;
  private final Consumer<FlowEvent> listener;
  private final Consumer<Readiness> onReadiness;
  private final ObserveMetrics metrics;

  private final Thread thread = new Thread(this::run, "weir-observe-tail");
  private final CountDownLatch closing = new CountDownLatch(1);
  private final TopicEnds.Source ends;
  private final Object progress = new Object();
  private volatile Readiness readiness = Readiness.notReady("The live tail has not started.");
  private volatile org.apache.kafka.clients.consumer.@Nullable Consumer<byte[], byte[]> wakeable;

  private final Map<Integer, Long> nextOffsets = new HashMap<>();
  private final SeenNumbers seen = new SeenNumbers();

  /** How far each assigned partition has been read; guarded by {@link #progress}. */
  private Map<Integer, Long> positions = Map.of();

  private @Nullable Progress begin;
  private long partitionsReadAt;
  private long malformed;

  /**
   * Starts nothing yet.
   *
   * @param consumers makes a consumer that begins at the earliest offset where none is given
   * @param ends asked by the threads of queries
   * @param listener sees every event once, in the tail's thread
   * @param onReadiness told of every change, in the tail's thread
   */
  LiveTail(
      Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers,
      TopicEnds.Source ends,
      FlowStore store,
      Ring ring,
      Consumer<FlowEvent> listener,
      Consumer<Readiness> onReadiness,
      ObserveMetrics metrics) {
    this.consumers = consumers;
    this.ends = ends;
    this.store = store;
    this.ring = ring;
    this.listener = listener;
    this.onReadiness = onReadiness;
    this.metrics = metrics;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  Readiness readiness() {
    return readiness;
  }

  @Override
  public boolean awaitEnd(Duration limit) throws Seam.UnavailableException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Set<Integer> partitions = awaitPartitions(deadline);
    Map<Integer, Long> wanted;
    try {
      wanted = ends.ends(partitions, limit);
    } catch (TimeoutException e) {
      requireReading();
      return false;
    } catch (ExecutionException e) {
      throw new Seam.UnavailableException(
          "Cannot ask Kafka where " + TOPIC + " ends: " + e.getMessage());
    }
    synchronized (progress) {
      while (!reached(wanted)) {
        requireOpen();
        if (!waitUntil(deadline)) {
          requireReading();
          return false;
        }
      }
    }
    return true;
  }

  private Set<Integer> awaitPartitions(long deadline)
      throws Seam.UnavailableException, InterruptedException {
    synchronized (progress) {
      while (positions.isEmpty()) {
        requireOpen();
        if (!waitUntil(deadline)) {
          throw new Seam.UnavailableException(readiness.reason());
        }
      }
      return positions.keySet();
    }
  }

  /** A tail that only is behind still answers; one that does not read says why. */
  private void requireReading() throws Seam.UnavailableException {
    Readiness now = readiness;
    if (!now.ready()) {
      throw new Seam.UnavailableException(now.reason());
    }
  }

  private void requireOpen() throws Seam.UnavailableException {
    if (isClosing()) {
      throw new Seam.UnavailableException("The relay is stopping.");
    }
  }

  /** Waits for the tail to move; false when the time is over. */
  private boolean waitUntil(long deadline) throws InterruptedException {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (millis <= 0) {
      return false;
    }
    progress.wait(millis);
    return true;
  }

  private boolean reached(Map<Integer, Long> wanted) {
    return wanted.entrySet().stream()
        .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  private void wakeUp() {
    org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer = wakeable;
    if (consumer != null) {
      consumer.wakeup();
    }
  }

  private void run() {
    while (!isClosing()) {
      try (var consumer = consumers.get()) {
        wakeable = consumer;
        read(consumer);
      } catch (KafkaException | StoreException e) {
        failed(e);
      } finally {
        wakeable = null;
      }
      pause();
    }
    changed(Readiness.notReady("The live tail is closed."));
    synchronized (progress) {
      progress.notifyAll();
    }
  }

  private void failed(RuntimeException e) {
    metrics.tailFailed();
    changed(
        Readiness.notReady(
            "Cannot read topic " + TOPIC + ": " + e.getMessage() + " It is tried again."));
    log.warn("Live tail stopped reading and will try again topic={}", TOPIC, e);
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

  private void read(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> assigned = List.of();
    partitionsReadAt = System.nanoTime() - PARTITIONS_EVERY_NANOS;
    while (!isClosing()) {
      try {
        // Partitions may be added to a topic at any time.
        if (System.nanoTime() - partitionsReadAt >= PARTITIONS_EVERY_NANOS) {
          assigned = assign(consumer, assigned);
          if (assigned.isEmpty()) {
            return; // no topic yet
          }
          partitionsReadAt = System.nanoTime();
          changed(Readiness.READY);
        }
        consumer.poll(POLL).forEach(this::accept);
        ring.wake();
        metrics.ring(ring.size(), ring.bytes());
        moved(consumer, assigned);
      } catch (WakeupException e) {
        // close() was called: look again.
      }
    }
  }

  private List<TopicPartition> assign(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      List<TopicPartition> assigned) {
    List<PartitionInfo> found = consumer.partitionsFor(TOPIC, ASK);
    if (found == null || found.isEmpty()) {
      changed(Readiness.notReady("Topic " + TOPIC + " does not exist yet."));
      return List.of();
    }
    if (found.size() == assigned.size()) {
      return assigned;
    }
    if (begin == null) {
      begin = store.progress();
      seen.merge(begin.seen());
    }
    List<TopicPartition> partitions =
        found.stream().map(info -> new TopicPartition(TOPIC, info.partition())).toList();
    consumer.assign(partitions);
    for (TopicPartition partition : partitions) {
      long start = begin.nextOffset(partition.partition());
      ring.open(partition.partition(), start);
      consumer.seek(partition, nextOffsets.getOrDefault(partition.partition(), start));
    }
    return partitions;
  }

  private void moved(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      List<TopicPartition> assigned) {
    Map<Integer, Long> now = new HashMap<>();
    for (TopicPartition partition : assigned) {
      now.put(partition.partition(), consumer.position(partition, ASK));
    }
    synchronized (progress) {
      if (!now.equals(positions)) {
        positions = Map.copyOf(now);
        progress.notifyAll();
      }
    }
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    try {
      byte[] wire = Codecs.flows().decodeToWire(value == null ? new byte[0] : value);
      FlowEvent event = Codecs.flows().parse(wire);
      long seq = event.getHeader().getSeq();
      if (seen.firstSight(record.partition(), event.getHeader().getCollector(), seq)) {
        ring.add(
            StoredFlow.ofParsed(record.partition(), record.offset(), event, wire), wire.length);
        listener.accept(event);
        metrics.record("event");
      } else {
        metrics.record("repeat");
      }
    } catch (MalformedEventException e) {
      metrics.record("malformed");
      malformed(record, e);
    }
    nextOffsets.put(record.partition(), record.offset() + 1);
  }

  /** The archiver reports them to weir.discarded.v1; here the first and each thousandth is said. */
  private void malformed(ConsumerRecord<byte[], byte[]> record, MalformedEventException e) {
    if (malformed++ % 1_000 == 0) {
      log.warn(
          "Skipped malformed record topic={} partition={} offset={} count={} cause=\"{}\"",
          TOPIC,
          record.partition(),
          record.offset(),
          malformed,
          e.getMessage());
    }
  }

  private void changed(Readiness now) {
    if (!now.equals(readiness)) {
      readiness = now;
      onReadiness.accept(now);
    }
  }

  /** Stops reading; queries that wait for the end fail. */
  @Override
  public void close() {
    closing.countDown();
    wakeUp();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
