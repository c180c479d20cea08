package io.weir.storage.archive;

import io.weir.runtime.Readiness;
import io.weir.storage.Progress;
import io.weir.storage.Series;
import io.weir.storage.StoreException;
import io.weir.topic.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all topics and appends them to a store. Run by one thread; {@link #stop}, {@link
 * #readiness} and {@link #archived} are for any.
 *
 * <p>There is one way to recover from whatever fails: forget what was read and not stored, wait,
 * ask the store how far it is, and read on from there. No queue stands between reading and writing,
 * so a slow store slows reading, and memory holds one batch.
 */
final class Archiver implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Archiver.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(30);
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);
  private static final Duration FORGET_INTERVAL = Duration.ofMinutes(10);
  // Beside the rows, so that large events cannot fill the memory.
  private static final long BATCH_BYTES_MAX = 32L << 20;

  private final ArchiverConfig config;
  private final Consumer<byte[], byte[]> consumer;
  private final ArchiveWriter store;
  private final ArchiverMetrics metrics;
  private final InstantSource clock;
  private final Map<String, TopicBatch> batches = new HashMap<>();
  private final Set<TopicPartition> assigned = new HashSet<>();
  private final Pace discovery;
  private final Pace housekeeping = new Pace(Duration.ofSeconds(1));
  private final Pace forgetting = new Pace(FORGET_INTERVAL);
  private final Pace discardLog = new Pace(LOG_INTERVAL);
  private final Map<Topic, Long> unloggedDiscards = new EnumMap<>(Topic.class);
  private boolean resetDue = true;
  private int rows;
  private long bytes;
  private long batchSinceNs;
  private int failuresInARow;
  private volatile boolean stopped;
  private final AtomicLong archived = new AtomicLong();
  private volatile Optional<String> kafkaTrouble;
  private volatile Optional<String> storeTrouble = Optional.empty();

  Archiver(
      ArchiverConfig config,
      Consumer<byte[], byte[]> consumer,
      ArchiveWriter store,
      ArchiverMetrics metrics,
      InstantSource clock) {
    this.config = config;
    this.consumer = consumer;
    this.store = store;
    this.metrics = metrics;
    this.clock = clock;
    this.discovery = new Pace(config.discoveryInterval());
    this.kafkaTrouble =
        Optional.of("Kafka at " + config.bootstrapServers() + " has not answered yet.");
    batches.put(Topic.FLOWS.topicName(), new TopicBatch(Topic.FLOWS));
    for (Series<?> series : Series.ALL) {
      batches.put(series.topic().topicName(), new TopicBatch(series.topic()));
    }
  }

  /** Reads until {@link #stop}, then stores what was read. */
  @Override
  public void run() {
    while (!stopped) {
      try {
        cycle();
      } catch (WakeupException e) {
        LOG.debug("Woken up to stop");
      } catch (OffsetOutOfRangeException e) {
        guarded(() -> continueInRange(e.offsetOutOfRangePartitions()));
      } catch (RuntimeException e) {
        failed(e);
      }
    }
    guarded(this::flush);
  }

  /** Ends {@link #run} soon. */
  void stop() {
    stopped = true;
    consumer.wakeup();
  }

  Readiness readiness() {
    return kafkaTrouble.or(() -> storeTrouble).map(Readiness::notReady).orElse(Readiness.READY);
  }

  /** Rows that were stored since the start. */
  long archived() {
    return archived.get();
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void cycle() {
    if (resetDue) {
      reset();
    }
    if (discovery.isDue()) {
      discover();
    }
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      add(record);
    }
    if (rows >= config.batchRows()
        || bytes >= BATCH_BYTES_MAX
        || (rows > 0 && System.nanoTime() - batchSinceNs >= config.batchInterval().toNanos())) {
      flush();
    }
    if (housekeeping.isDue()) {
      store.maintain();
      measureLag();
    }
    failuresInARow = 0;
  }

  /** Continues where the store says. */
  private void reset() {
    rows = 0;
    bytes = 0;
    for (TopicBatch batch : batches.values()) {
      batch.reset(store.progress(batch.topic()));
    }
    assigned.clear();
    consumer.assign(List.of());
    discover();
    resetDue = false;
  }

  /** Looks for new topics and partitions; shows on the way whether Kafka answers. */
  private void discover() {
    Map<String, List<PartitionInfo>> topics = consumer.listTopics(config.requestTimeout());
    List<TopicPartition> found = new ArrayList<>();
    for (String topic : batches.keySet()) {
      for (PartitionInfo partition : topics.getOrDefault(topic, List.of())) {
        TopicPartition candidate = new TopicPartition(topic, partition.partition());
        if (!assigned.contains(candidate)) {
          found.add(candidate);
        }
      }
    }
    if (!found.isEmpty()) {
      assign(found);
    }
    kafkaTrouble = Optional.empty();
  }

  private void assign(List<TopicPartition> found) {
    Set<TopicPartition> all = new HashSet<>(assigned);
    all.addAll(found);
    consumer.assign(all);
    Map<TopicPartition, Long> earliest = consumer.beginningOffsets(found, config.requestTimeout());
    for (TopicPartition partition : found) {
      Progress stored = store.progress(batch(partition).topic());
      Long next = stored.nextOffsets().get(partition.partition());
      consumer.seek(partition, next != null ? next : earliest.get(partition));
    }
    assigned.addAll(found);
    LOG.info("Archiving {} further partitions, {} in all", found.size(), assigned.size());
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    TopicBatch batch = batch(new TopicPartition(record.topic(), record.partition()));
    Topic topic = batch.topic();
    if (rows == 0) {
      batchSinceNs = System.nanoTime();
    }
    rows++;
    bytes += Math.max(0, record.serializedValueSize());
    metrics.read(topic, Math.max(0, record.serializedValueSize()));
    switch (batch.add(record)) {
      case ARCHIVED -> {}
      case REPEATED -> metrics.repeated(topic);
      case TOMBSTONE -> metrics.tombstone(topic);
      case DISCARDED -> {
        metrics.discarded(topic);
        unloggedDiscards.merge(topic, 1L, Long::sum);
        logDiscards(record);
      }
    }
  }

  private void logDiscards(ConsumerRecord<byte[], byte[]> last) {
    if (discardLog.isDue()) {
      LOG.warn(
          "Discarded records that cannot be decoded; they are kept in weir.discarded.v1's archive"
              + " counts={} last={}-{}@{}",
          unloggedDiscards,
          last.topic(),
          last.partition(),
          last.offset());
      unloggedDiscards.clear();
    }
  }

  private void flush() {
    for (TopicBatch topic : batches.values()) {
      if (!topic.isEmpty()) {
        ArchiveBatch batch = topic.take();
        long start = System.nanoTime();
        store.append(batch);
        archived.addAndGet(batch.size());
        metrics.archived(batch.topic(), batch.size(), System.nanoTime() - start);
      }
    }
    rows = 0;
    bytes = 0;
    storeTrouble = Optional.empty();
    if (forgetting.isDue()) {
      batches.values().forEach(batch -> batch.forgetMissing(store.progress(batch.topic())));
    }
  }

  private void measureLag() {
    Map<Topic, Long> lags = new EnumMap<>(Topic.class);
    boolean known = true;
    for (TopicPartition partition : assigned) {
      OptionalLong lag = consumer.currentLag(partition);
      known &= lag.isPresent();
      lags.merge(batch(partition).topic(), lag.orElse(0), Long::sum);
    }
    lags.forEach(metrics::lag);
    boolean caughtUp = known && rows == 0 && lags.values().stream().allMatch(lag -> lag == 0);
    if (caughtUp) {
      // Nothing waits for the store, so nothing is wrong with it as far as anybody can tell.
      storeTrouble = Optional.empty();
    }
  }

  /** Kafka no longer, or not yet again, has the offsets that were asked for. */
  private void continueInRange(Map<TopicPartition, Long> positions) {
    // What was read so far belongs before the gap.
    flush();
    Map<TopicPartition, Long> earliest =
        consumer.beginningOffsets(positions.keySet(), config.requestTimeout());
    Map<TopicPartition, Long> ends =
        consumer.endOffsets(positions.keySet(), config.requestTimeout());
    positions.forEach(
        (partition, position) -> {
          TopicBatch batch = batch(partition);
          long first = earliest.get(partition);
          if (position < first) {
            long lost = first - position;
            batch.lost(partition.partition(), lost);
            metrics.lost(batch.topic(), lost);
            LOG.error(
                "Kafka forgot records before they were archived: lengthen the topic's retention"
                    + " partition={} lost={} from={} to={}",
                partition,
                lost,
                position,
                first);
            consumer.seek(partition, first);
          } else if (position > ends.get(partition)) {
            batch.restart(partition.partition());
            LOG.warn(
                "Offsets began anew, the topic was made again; what is archived stays"
                    + " partition={} archived-to={} from={}",
                partition,
                position,
                first);
            consumer.seek(partition, first);
          } else {
            consumer.seek(partition, position);
          }
        });
  }

  private TopicBatch batch(TopicPartition partition) {
    TopicBatch batch = batches.get(partition.topic());
    if (batch == null) {
      throw new IllegalStateException("topic: " + partition.topic() + " was not asked for");
    }
    return batch;
  }

  private void failed(RuntimeException failure) {
    resetDue = true;
    failuresInARow++;
    String message;
    if (failure instanceof StoreException) {
      metrics.failed("store");
      message = failure.getMessage();
      storeTrouble = Optional.of(message);
    } else if (failure instanceof KafkaException) {
      metrics.failed("kafka");
      message =
          "Kafka at " + config.bootstrapServers() + " cannot be read: " + failure.getMessage();
      if (kafkaTrouble.isEmpty()) {
        kafkaTrouble = Optional.of(message + " (since " + clock.instant() + ")");
      }
    } else {
      metrics.failed("archiver");
      message = "The archiver failed: " + failure;
      storeTrouble = Optional.of(message);
    }
    if (failure instanceof InterruptException) {
      stopped = true;
    }
    long wait = backoffMs();
    LOG.warn(
        "{} Trying again from what is stored in-ms={} failures={}",
        message,
        wait,
        failuresInARow,
        failure);
    sleep(wait);
  }

  private long backoffMs() {
    long doubled = config.retryBackoff().toMillis() << Math.min(failuresInARow - 1, 16);
    return Math.min(doubled, BACKOFF_MAX.toMillis());
  }

  private void sleep(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      while (!stopped && System.nanoTime() < end) {
        Thread.sleep(Math.min(20, millis));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }

  /** Says when something is due again; the first time at once. */
  private static final class Pace {
    private final long intervalNs;
    private long nextNs = System.nanoTime();

    Pace(Duration interval) {
      this.intervalNs = interval.toNanos();
    }

    boolean isDue() {
      long now = System.nanoTime();
      if (now - nextNs < 0) {
        return false;
      }
      nextNs = now + intervalNs;
      return true;
    }
  }
}
