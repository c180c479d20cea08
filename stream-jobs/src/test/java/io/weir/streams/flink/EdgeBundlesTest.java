package io.weir.streams.flink;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.series.v1.Edge;
import io.weir.streams.edge.EdgeCounts;
import io.weir.streams.edge.EdgeDelta;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EdgeBundlesTest {
  private static final Edge EDGE = Edge.newBuilder().setPort(80).build();

  private OneInputStreamOperatorTestHarness<EdgeDelta, EdgeDelta> harness;

  @BeforeEach
  void open() throws Exception {
    harness = new OneInputStreamOperatorTestHarness<>(new EdgeBundles());
    harness.setup(new FormatSerializer<>(new io.weir.streams.state.EdgeDeltaFormat()));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void see(long events) throws Exception {
    for (long i = 0; i < events; i++) {
      harness.processElement(new EdgeDelta(EDGE, T0 + i, EdgeCounts.sampledOut(1)), 0);
    }
  }

  private static EdgeDelta sum(long events) {
    return new EdgeDelta(EDGE, T0, EdgeCounts.sampledOut(events));
  }

  @Test
  void nothingWaitsLongerThanAQuarterOfASecond() throws Exception {
    see(3);
    assertThat(harness.extractOutputValues()).isEmpty();
    harness.setProcessingTime(250);
    assertThat(harness.extractOutputValues()).containsExactly(sum(3));
    see(2);
    harness.setProcessingTime(500);
    assertThat(harness.extractOutputValues()).containsExactly(sum(3), sum(2));
  }

  /** Otherwise a window would be closed without what came before. */
  @Test
  void sumsGoAheadOfTheWatermark() throws Exception {
    see(3);
    harness.processWatermark(T0 / 1_000_000 + 10 * SECOND);
    assertThat(List.copyOf(harness.getOutput()))
        .containsExactly(new StreamRecord<>(sum(3)), new Watermark(T0 / 1_000_000 + 10 * SECOND));
  }

  /** Otherwise a restore would lose what was read before the checkpoint. */
  @Test
  void sumsGoAheadOfACheckpoint() throws Exception {
    see(3);
    harness.prepareSnapshotPreBarrier(1);
    assertThat(harness.extractOutputValues()).containsExactly(sum(3));
  }

  @Test
  void sumsGoAheadOfTheEnd() throws Exception {
    see(3);
    harness.endInput();
    harness.getOneInputOperator().finish();
    assertThat(harness.extractOutputValues()).containsExactly(sum(3));
  }
}
