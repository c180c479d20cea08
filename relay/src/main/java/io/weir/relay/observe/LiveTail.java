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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
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

  private record Barrier(CompletableFuture<Void> reached, Map<TopicPartition, Long> ends) {}

  private final Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers;
  private final FlowStore store;
  private final Ring ring;
  private final Consumer<FlowEvent> listener;
  private final Consumer<Readiness> onReadiness;
  private final ObserveMetrics metrics;

  private final Thread thread = new Thread(this::run, "weir-observe-tail");
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Queue<CompletableFuture<Void>> requests = new ConcurrentLinkedQueue<>();
  private volatile Readiness readiness = Readiness.notReady("The live tail has not started.");
  private volatile org.apache.kafka.clients.consumer.@Nullable Consumer<byte[], byte[]> wakeable;

  private final List<Barrier> barriers = new ArrayList<>();
  private final Map<Integer, Long> nextOffsets = new HashMap<>();
  private final SeenNumbers seen = new SeenNumbers();
  private @Nullable Progress begin;
  private long partitionsReadAt;
  private long malformed;

  /**
   * Starts nothing yet.
   *
   * @param consumers makes a consumer that begins at the earliest offset where none is given
   * @param listener sees every event once, in the tail's thread
   * @param onReadiness told of every change, in the tail's thread
   */
  LiveTail(
      Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers,
      FlowStore store,
      Ring ring,
      Consumer<FlowEvent> listener,
      Consumer<Readiness> onReadiness,
      ObserveMetrics metrics) {
    this.consumers = consumers;
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

  /**
   * {@inheritDoc}
   *
   * <p>The tail's thread asks the broker for the end offsets, since the consumer is its alone.
   */
  @Override
  public boolean awaitEnd(Duration limit) throws Seam.UnavailableException, InterruptedException {
    CompletableFuture<Void> reached = new CompletableFuture<>();
    requests.add(reached);
    wakeUp();
    try {
      reached.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      reached.cancel(false);
      Readiness now = readiness;
      if (!now.ready()) {
        throw new Seam.UnavailableException(now.reason());
      }
      return false;
    } catch (ExecutionException e) {
      throw new Seam.UnavailableException("The relay is stopping.");
    }
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
    requests.forEach(request -> request.completeExceptionally(new IllegalStateException("closed")));
    barriers.forEach(
        barrier -> barrier.reached().completeExceptionally(new IllegalStateException()));
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
        takeRequests(consumer, assigned);
        consumer.poll(POLL).forEach(this::accept);
        ring.wake();
        metrics.ring(ring.size(), ring.bytes());
        releaseBarriers(consumer);
      } catch (WakeupException e) {
        // A query wants to know the end, or close() was called: look again.
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

  private void takeRequests(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      List<TopicPartition> assigned) {
    List<CompletableFuture<Void>> fresh = new ArrayList<>(requests);
    if (fresh.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> ends = consumer.endOffsets(assigned, ASK);
    // Only now: a wake-up before this point leaves the requests in the queue.
    requests.removeAll(fresh);
    fresh.forEach(reached -> barriers.add(new Barrier(reached, ends)));
    releaseBarriers(consumer);
  }

  private void releaseBarriers(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
    if (barriers.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> positions = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      positions.put(partition, consumer.position(partition, ASK));
    }
    barriers.removeIf(
        barrier -> {
          boolean reached =
              barrier.ends().entrySet().stream()
                  .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
          return barrier.reached().isDone() || (reached && barrier.reached().complete(null));
        });
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
