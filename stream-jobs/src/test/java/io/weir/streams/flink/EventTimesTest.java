package io.weir.streams.flink;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.codec.Codecs;
import io.weir.streams.TestFlows;
import io.weir.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.junit.jupiter.api.Test;

class EventTimesTest {
  private static final long T0_MS = T0 / 1_000_000;
  private static final long BOUND_MS = 5_000;

  private final WatermarkGenerator<Received> generator =
      EventTimes.generator(Duration.ofMillis(BOUND_MS));
  private final List<Long> watermarks = new ArrayList<>();
  private final WatermarkOutput output =
      new WatermarkOutput() {
        @Override
        public void emitWatermark(Watermark watermark) {
          watermarks.add(watermark.getTimestamp());
        }

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}
      };

  /** An event of {@code eventS} that Kafka took at {@code takenS}, seconds after the start. */
  private void see(long eventS, long takenS) {
    long timeNs = T0 + eventS * SECOND;
    Received received =
        Received.of(
            Topic.FLOWS,
            0,
            1,
            T0_MS + takenS * 1000,
            Codecs.flows().encode(TestFlows.event(TestFlows.ack(), timeNs, 1)));
    generator.onEvent(received, timeNs / 1_000_000, output);
    generator.onPeriodicEmit(output);
  }

  private List<Long> seconds() {
    return watermarks.stream().map(ms -> (ms + BOUND_MS + 1 - T0_MS) / 1000).toList();
  }

  @Test
  void timePassesWithTheNewestEvent() {
    see(0, 1);
    see(7, 8);
    see(3, 9);
    assertThat(seconds()).containsExactly(0L, 7L, 7L);
  }

  @Test
  void aClockThatIsAheadMakesNobodyElseLate() {
    see(0, 1);
    see(240, 1);
    see(1, 2);
    assertThat(seconds()).containsExactly(0L, 1L, 1L);
  }

  /** All clocks ahead of the broker's, or the broker's behind: time must pass all the same. */
  @Test
  void timePassesWithKafkasClockWhereAllOthersAreAhead() {
    see(240, 1);
    see(250, 11);
    assertThat(seconds()).containsExactly(1L, 11L);
  }

  @Test
  void refusedRecordsMoveNothing() {
    Received bad = Received.of(Topic.FLOWS, 0, 1, T0_MS, new byte[] {1});
    generator.onEvent(bad, 0, output);
    see(3600, 1);
    see(-1_700_000_000, 1);
    assertThat(watermarks).isEmpty();
  }
}
