package io.weir.streams.flink;

import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.series.v1.Edge;
import io.weir.streams.JobsMetrics;
import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.PathClaim;
import io.weir.streams.edge.PathEvent;
import io.weir.streams.edge.PathLoss;
import io.weir.streams.edge.Sighting;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class PathLossesTest {
  private static final String SERVER = "10.0.0.2";

  private static KeyedOneInputStreamOperatorTestHarness<String, PathEvent, EdgeDelta> harness()
      throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<String, PathEvent, EdgeDelta>(
            new PathLossesOperator(new PathLosses(JobsMetrics.Ref.NOOP)),
            event -> PathLosses.KEY,
            Types.STRING);
    harness.setup(new FormatSerializer<>(new io.weir.streams.state.EdgeDeltaFormat()));
    return harness;
  }

  private static PathClaim claim(boolean takenBack) {
    return new PathClaim("c1", Edge.getDefaultInstance(), T0, SERVER, "node-1", takenBack);
  }

  /** State is written before a checkpoint alone; what came before it must be in it all the same. */
  @Test
  void aLossIsTakenBackAfterARestore() throws Exception {
    OperatorSubtaskState state;
    try (var harness = harness()) {
      harness.open();
      harness.processElement(
          new StreamRecord<>(new Sighting(SERVER, "node-2", PathLoss.period(T0))));
      harness.processElement(new StreamRecord<>(claim(false)));
      assertThat(pathLost(harness)).isEqualTo(1);
      harness.prepareSnapshotPreBarrier(1);
      state = harness.snapshot(1, 0);
    }
    try (var harness = harness()) {
      harness.initializeState(state);
      harness.open();
      harness.prepareSnapshotPreBarrier(2);
      OperatorSubtaskState untouched = harness.snapshot(2, 0);
      assertThat(untouched.getStateSize()).as("nobody asked: kept as it was").isPositive();
      harness.processElement(new StreamRecord<>(claim(true)));
      assertThat(pathLost(harness)).isEqualTo(-1);
    }
  }

  private static long pathLost(
      KeyedOneInputStreamOperatorTestHarness<String, PathEvent, EdgeDelta> harness) {
    return harness.extractOutputValues().stream()
        .mapToLong(delta -> delta.counts().tcp().pathLost())
        .sum();
  }
}
