package io.weir.streams.replay;

import io.weir.codec.MalformedEventException;
import io.weir.event.v1.FlowEvent;
import io.weir.streams.flink.RawRecord;
import io.weir.streams.flink.RawRecords;
import io.weir.topic.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Archived records, then those that Kafka still has: no gap and no double, since the archive is
 * read up to exactly the offsets at which Kafka begins.
 *
 * <p>The archive knows partitions and offsets, but not when records were appended. As such counts
 * the newest event time of the partition so far, but nothing after what Kafka still has; so records
 * of one partition keep their order, and partitions go on side by side.
 */
final class ForgottenRecords implements RawRecords {
  private static final long NS_PER_MS = 1_000_000;

  private final Iterator<RawRecord> archived;
  private final RawRecords kept;

  /**
   * Takes records in any order.
   *
   * @param spans what Kafka still has: all before was appended earlier
   */
  ForgottenRecords(List<RawRecord> archived, Map<Integer, Span> spans, RawRecords kept) {
    this.archived = inOrder(archived, spans).iterator();
    this.kept = kept;
  }

  private static List<RawRecord> inOrder(List<RawRecord> records, Map<Integer, Span> spans) {
    List<RawRecord> sorted = new ArrayList<>(records);
    sorted.sort(Comparator.comparingInt(RawRecord::partition).thenComparingLong(RawRecord::offset));
    Map<Integer, Long> newest = new HashMap<>();
    sorted.replaceAll(
        record -> {
          Span span = spans.get(record.partition());
          long latestMs = span == null ? Long.MAX_VALUE : span.firstAppendedMs();
          long eventMs = Math.min(eventMs(record), latestMs);
          long ms = newest.merge(record.partition(), eventMs, Math::max);
          return new RawRecord(record.partition(), record.offset(), ms, record.value());
        });
    sorted.sort(
        Comparator.comparingLong(RawRecord::appendedMs)
            .thenComparingInt(RawRecord::partition)
            .thenComparingLong(RawRecord::offset));
    return sorted;
  }

  private static long eventMs(RawRecord record) {
    byte[] value = record.value();
    if (value == null) {
      return 0;
    }
    try {
      FlowEvent event = (FlowEvent) Topic.FLOWS.codec().decode(value);
      return event.getHeader().getObservedAtNs() / NS_PER_MS;
    } catch (MalformedEventException e) {
      // The jobs will refuse it; until then it goes where its neighbours go.
      return 0;
    }
  }

  @Override
  public Optional<RawRecord> next() throws InterruptedException {
    return archived.hasNext() ? Optional.of(archived.next()) : kept.next();
  }

  @Override
  public Set<Integer> open() {
    return kept.open();
  }
}
