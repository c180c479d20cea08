package io.weir.streams.flink;

import io.weir.topic.Topic;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Hands a topic's {@link RawRecords} to the topology when its one input comes. A source of Flink
 * would read partitions as they answer and emit watermarks by the wall clock; here both follow from
 * the records alone, so every run sees the same records between the same watermarks.
 *
 * <p>Watermarks serve nothing but to forget connections. They are behind by the allowed lateness,
 * and the clock of a node that is ahead of the broker does not move them.
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
    long watermarkMs = Long.MIN_VALUE;
    Optional<RawRecord> next = records.next();
    while (next.isPresent()) {
      RawRecord raw = next.get();
      Received received = Received.of(topic, raw.partition(), raw.offset(), raw.value());
      long timeMs = EventTimes.timeNs(received.message()) / NS_PER_MS;
      output.collect(new StreamRecord<>(received, timeMs));
      reading.read(topic, raw, timeMs);
      boolean plausible =
          timeMs > 0 && timeMs < raw.appendedMs() + EventTimes.FUTURE_MAX.toMillis();
      if (plausible && timeMs - behindMs >= watermarkMs + STEP_MS) {
        watermarkMs = timeMs - behindMs;
        output.emitWatermark(new Watermark(watermarkMs));
      }
      next = records.next();
    }
  }
}
