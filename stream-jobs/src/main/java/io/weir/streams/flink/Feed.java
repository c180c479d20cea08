package io.weir.streams.flink;

import io.weir.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Hands a topic's {@link RawRecords} to the topology when its one input comes. A source of Flink
 * would read partitions as they answer and emit watermarks by the wall clock; here both follow from
 * the records alone, so every run sees the same records between the same watermarks.
 *
 * <p>Watermarks serve nothing but to forget connections. They are behind the slowest partition by
 * the allowed lateness, and the clock of a node that is ahead of the broker does not move them.
 */
final class Feed extends AbstractStreamOperator<Received>
    implements OneInputStreamOperator<Long, Received> {
  private static final long serialVersionUID = 1L;

  private static final long STEP_MS = Duration.ofSeconds(1).toMillis();
  private static final long NS_PER_MS = 1_000_000;

  private final ReplayRun.Ref run;
  private final Topic topic;
  private final long behindMs;

  Feed(ReplayRun.Ref run, Topic topic, Duration behind) {
    this.run = run;
    this.topic = topic;
    this.behindMs = behind.toMillis();
  }

  @Override
  public void processElement(StreamRecord<Long> start) throws Exception {
    RawRecords records = run.resolve().records(topic);
    ReplayJob.Reading reading = run.resolve().reading();
    Map<Integer, Long> newestMs = new HashMap<>();
    long watermarkMs = Long.MIN_VALUE;
    Optional<RawRecord> next = records.next();
    while (next.isPresent()) {
      RawRecord raw = next.get();
      Received received =
          Received.of(topic, raw.partition(), raw.offset(), raw.appendedMs(), raw.value());
      long timeMs = EventTimes.timeNs(received.message()) / NS_PER_MS;
      output.collect(new StreamRecord<>(received, timeMs));
      reading.read(topic, raw, timeMs);
      newestMs.merge(raw.partition(), Math.min(timeMs, raw.appendedMs()), Math::max);
      long dueMs = slowest(records.open(), newestMs) - behindMs;
      if (dueMs >= watermarkMs + STEP_MS) {
        watermarkMs = dueMs;
        output.emitWatermark(new Watermark(watermarkMs));
      }
      next = records.next();
    }
  }

  /** How far all partitions are that have records left; far back while one has not begun. */
  private static long slowest(Set<Integer> open, Map<Integer, Long> newestMs) {
    long slowest = Long.MAX_VALUE;
    for (int partition : open) {
      slowest = Math.min(slowest, newestMs.getOrDefault(partition, 0L));
    }
    return slowest == Long.MAX_VALUE ? 0 : slowest;
  }
}
