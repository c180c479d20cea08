package io.weir.storage.archive;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.weir.codec.EventCodec;
import io.weir.codec.MalformedEventException;
import io.weir.event.v1.Discarded;
import io.weir.event.v1.DiscardedEvent;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.model.SeenNumbers;
import io.weir.model.SeenNumbers.Origin;
import io.weir.storage.Progress;
import io.weir.storage.Series;
import io.weir.storage.StoredFlow;
import io.weir.topic.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Turns the records of one topic into the next {@link ArchiveBatch}: decodes them, skips repeats,
 * keeps what cannot be decoded as a discarded event. No I/O. Confined to the archiver's thread,
 * which bounds its size.
 */
final class TopicBatch {
  /** What became of a record. */
  enum Outcome {
    ARCHIVED,
    REPEATED,
    DISCARDED,
    TOMBSTONE
  }

  private static final int DISCARDED_BYTES_MAX = 64 * 1024;

  private final Topic topic;
  private final EventCodec<? extends Message> codec;
  private final Optional<Series<?>> series;
  private SeenNumbers seen = new SeenNumbers();
  private final List<StoredFlow> flows = new ArrayList<>();
  private final List<SeriesRecord<?>> records = new ArrayList<>();
  private final Map<Integer, Long> nextOffsets = new HashMap<>();
  private final Map<Origin, Long> movedNumbers = new HashMap<>();
  private final Map<Integer, Long> losses = new HashMap<>();
  private final Set<Integer> restarted = new HashSet<>();

  TopicBatch(Topic topic) {
    this.topic = topic;
    this.codec = topic.codec();
    this.series = Series.ALL.stream().filter(one -> one.topic() == topic).findFirst();
  }

  Topic topic() {
    return topic;
  }

  /** Forgets what was not taken and continues from what is stored. */
  void reset(Progress stored) {
    clear();
    restarted.clear();
    losses.clear();
    seen = new SeenNumbers(stored.seen());
  }

  /** Forgets collectors that the store has forgotten. */
  void forgetMissing(Progress stored) {
    for (Origin origin : seen.snapshot().keySet()) {
      if (!stored.seen().containsKey(origin) && !movedNumbers.containsKey(origin)) {
        seen.forget(origin);
      }
    }
  }

  /**
   * Kafka forgot records of a partition before they were read. For flows the next record is
   * preceded by a loss, so that answers can say what is missing.
   */
  void lost(int partition, long count) {
    losses.merge(partition, count, Long::sum);
  }

  /** The offsets of a partition begin anew with the next record. Call with an empty batch. */
  void restart(int partition) {
    restarted.add(partition);
  }

  /** Adds one record, in order of offset within its partition. */
  Outcome add(ConsumerRecord<byte[], byte[]> record) {
    Outcome outcome = keep(record);
    nextOffsets.put(record.partition(), record.offset() + 1);
    return outcome;
  }

  private Outcome keep(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null && series.flatMap(Series::window).isPresent()) {
      return Outcome.TOMBSTONE;
    }
    byte[] value = record.value() == null ? new byte[0] : record.value();
    byte[] wire;
    Message message;
    try {
      wire = codec.decodeToWire(value);
      message = codec.parse(wire);
    } catch (MalformedEventException | RuntimeException e) {
      // Whatever is wrong with the bytes, they must not stop the ones behind them.
      addLoss(record, TimeUnit.MILLISECONDS.toNanos(record.timestamp()));
      records.add(discarded(record, e));
      return Outcome.DISCARDED;
    }
    return message instanceof FlowEvent flow
        ? keep(record, flow, wire)
        : keep(record, series.orElseThrow(), message);
  }

  private Outcome keep(ConsumerRecord<byte[], byte[]> record, FlowEvent flow, byte[] wire) {
    addLoss(record, flow.getHeader().getObservedAtNs());
    if (!firstSight(record.partition(), flow.getHeader())) {
      return Outcome.REPEATED;
    }
    flows.add(StoredFlow.ofParsed(record.partition(), record.offset(), flow, wire));
    return Outcome.ARCHIVED;
  }

  private <T extends Message> Outcome keep(
      ConsumerRecord<byte[], byte[]> record, Series<T> kind, Message message) {
    ByteString key = record.key() == null ? ByteString.EMPTY : ByteString.copyFrom(record.key());
    T value = kind.type().cast(message);
    SeriesRecord<T> row = new SeriesRecord<>(kind, record.partition(), record.offset(), key, value);
    if (!firstSight(record.partition(), row.header())) {
      return Outcome.REPEATED;
    }
    records.add(row);
    return Outcome.ARCHIVED;
  }

  /** Windows and events that carry no number never count as repeats. */
  private boolean firstSight(int partition, EventHeader header) {
    if (header.getSeq() == 0 || header.getCollector().isEmpty()) {
      return true;
    }
    boolean first = seen.firstSight(partition, header.getCollector(), header.getSeq());
    if (first) {
      movedNumbers.put(new Origin(partition, header.getCollector()), header.getSeq());
    }
    return first;
  }

  private void addLoss(ConsumerRecord<byte[], byte[]> next, long timeNs) {
    Long count = losses.remove(next.partition());
    if (count == null || topic != Topic.FLOWS) {
      return;
    }
    FlowEvent loss =
        FlowEvent.newBuilder()
            .setHeader(
                EventHeader.newBuilder()
                    .setObservedAtNs(timeNs)
                    .setSource("archiver")
                    .setSampling(1))
            .setLoss(Loss.newBuilder().setStage("kafka").setReason("expired").setCount(count))
            .build();
    // The offset before is one of those that were lost, so it is free.
    flows.add(new StoredFlow(next.partition(), next.offset() - 1, loss));
  }

  private static SeriesRecord<DiscardedEvent> discarded(
      ConsumerRecord<byte[], byte[]> record, Exception cause) {
    String origin = record.topic() + "-" + record.partition() + "@" + record.offset();
    byte[] value = record.value() == null ? new byte[0] : record.value();
    DiscardedEvent event =
        DiscardedEvent.newBuilder()
            .setHeader(
                EventHeader.newBuilder()
                    .setObservedAtNs(TimeUnit.MILLISECONDS.toNanos(record.timestamp()))
                    .setSource("archiver")
                    .setSampling(1))
            .setDiscarded(
                Discarded.newBuilder()
                    .setOrigin(origin)
                    .setReason("malformed")
                    .setMessage(String.valueOf(cause.getMessage()))
                    .setBytes(
                        ByteString.copyFrom(value, 0, Math.min(value.length, DISCARDED_BYTES_MAX)))
                    .setBytesTotal(value.length))
            .build();
    return new SeriesRecord<>(
        Series.DISCARDED,
        record.partition(),
        record.offset(),
        ByteString.copyFromUtf8(origin),
        event);
  }

  /** True when nothing was read since the last {@link #take}. */
  boolean isEmpty() {
    return nextOffsets.isEmpty();
  }

  /** What was added since the last time. */
  ArchiveBatch take() {
    ArchiveBatch batch =
        new ArchiveBatch(topic, flows, records, new Progress(nextOffsets, movedNumbers), restarted);
    clear();
    restarted.clear();
    return batch;
  }

  private void clear() {
    flows.clear();
    records.clear();
    nextOffsets.clear();
    movedNumbers.clear();
  }
}
