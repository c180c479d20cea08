package io.weir.streams.flink;

import com.google.protobuf.Message;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.ProbeEvent;
import io.weir.streams.edge.FlowFacts;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Event time of records, and watermarks with bounded disorder per partition.
 *
 * <p>Refused records have no event time, and no say in the watermark (the broker's stamp would
 * carry a replayed capture years ahead). And time never passes faster than Kafka's own: an event
 * that claims to be later than when Kafka took it is one of a clock that is ahead, and it must not
 * make everybody else late.
 */
final class EventTimes {
  private static final long NS_PER_MS = 1_000_000;

  private EventTimes() {}

  /** Nanoseconds; 0 for records without an event time. */
  static long timeNs(@Nullable Message message) {
    if (message instanceof FlowEvent flow) {
      return FlowFacts.timeNs(flow);
    }
    if (message instanceof ProbeEvent probe) {
      return probe.getHeader().getObservedAtNs();
    }
    return 0;
  }

  static WatermarkStrategy<Received> strategy(Duration outOfOrderness, Duration idleness) {
    return WatermarkStrategy.<Received>forGenerator(context -> generator(outOfOrderness))
        .withTimestampAssigner((received, kafkaTimestamp) -> timeNs(received.message()) / NS_PER_MS)
        .withIdleness(idleness);
  }

  /** The watermark of one partition: the newest event time less the bound. */
  static WatermarkGenerator<Received> generator(Duration outOfOrderness) {
    return new Bounded(outOfOrderness.toMillis());
  }

  /**
   * The newest event time, as far as Kafka's clock has come, less the bound. Confined to the
   * reader's thread.
   */
  private static final class Bounded implements WatermarkGenerator<Received> {
    private final long boundMs;
    private long newestMs = Long.MIN_VALUE;

    Bounded(long boundMs) {
      this.boundMs = boundMs;
    }

    @Override
    public void onEvent(Received received, long timestampMs, WatermarkOutput output) {
      if (received.message() != null && timestampMs > 0) {
        newestMs = Math.max(newestMs, Math.min(timestampMs, received.takenMs()));
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      if (newestMs != Long.MIN_VALUE) {
        output.emitWatermark(new Watermark(newestMs - boundMs - 1));
      }
    }
  }
}
