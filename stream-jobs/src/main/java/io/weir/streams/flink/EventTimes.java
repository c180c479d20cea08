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
 * <p>Two kinds of records have no say in the watermark: refused ones, which have no event time (the
 * broker's stamp would carry a replayed capture years ahead); and ones from the future, since one
 * wrong clock must not make everybody else late.
 */
final class EventTimes {
  static final Duration FUTURE_MAX = Duration.ofMinutes(5);

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
    return WatermarkStrategy.<Received>forGenerator(
            context -> new Bounded(outOfOrderness.toMillis()))
        .withTimestampAssigner((received, kafkaTimestamp) -> timeNs(received.message()) / NS_PER_MS)
        .withIdleness(idleness);
  }

  /** The newest plausible event time less the bound. Confined to the reader's thread. */
  private static final class Bounded implements WatermarkGenerator<Received> {
    private final long boundMs;
    private long newestMs = Long.MIN_VALUE;

    Bounded(long boundMs) {
      this.boundMs = boundMs;
    }

    @Override
    public void onEvent(Received received, long timestampMs, WatermarkOutput output) {
      if (timestampMs > newestMs
          && timestampMs > 0
          && timestampMs < System.currentTimeMillis() + FUTURE_MAX.toMillis()) {
        newestMs = timestampMs;
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
