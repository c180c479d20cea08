package io.weir.streams.flink;

import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.codec.Codecs;
import io.weir.event.v1.FlowEvent;
import io.weir.streams.JobsMetrics;
import io.weir.streams.TestFlows;
import io.weir.topic.Topic;
import java.nio.charset.StandardCharsets;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class DistinctTest {
  private static final int SUBTASKS_MAX = 4;

  private static OneInputStreamOperatorTestHarness<Received, Received> harness(
      int parallelism, int index) throws Exception {
    return harness(parallelism, index, Distinct.COLLECTORS_MAX);
  }

  private static OneInputStreamOperatorTestHarness<Received, Received> harness(
      int parallelism, int index, int collectorsMax) throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<Received, Received>(
            new ProcessOperator<>(Distinct.flows(collectorsMax, JobsMetrics.Ref.NOOP)),
            SUBTASKS_MAX,
            parallelism,
            index);
    harness.setup(new FormatSerializer<>(new ReceivedFormat()));
    return harness;
  }

  private static Received event(int partition, long seq) {
    byte[] value = Codecs.flows().encode(TestFlows.event(TestFlows.ack(), T0, seq));
    return Received.of(Topic.FLOWS, partition, seq, T0 / 1_000_000, value);
  }

  @Test
  void resentEventsPassOnce() throws Exception {
    try (var harness = harness(1, 0)) {
      harness.open();
      for (long seq : new long[] {1, 2, 5, 2, 5, 6}) {
        harness.processElement(event(0, seq), 0);
      }
      assertThat(harness.extractOutputValues())
          .extracting(event -> event.as(FlowEvent.class).getHeader().getSeq())
          .containsExactly(1L, 2L, 5L, 6L);
    }
  }

  /** Two are remembered: of three, the one that was silent for longest begins anew. */
  @Test
  void theRunSilentForLongestGoesWhenThereAreTooMany() throws Exception {
    OperatorSubtaskState state;
    try (var harness = harness(1, 0, 2)) {
      harness.open();
      harness.setProcessingTime(1);
      harness.processElement(event(0, 5), 0);
      harness.setProcessingTime(2);
      harness.processElement(event(1, 5), 0);
      harness.setProcessingTime(3);
      harness.processElement(event(0, 6), 0);
      state = harness.snapshot(1, 3);
    }
    try (var harness = harness(1, 0, 2)) {
      harness.initializeState(state);
      harness.open();
      harness.setProcessingTime(4);
      harness.processElement(event(2, 5), 0);
      harness.processElement(event(0, 6), 0);
      harness.processElement(event(1, 5), 0);
      assertThat(harness.extractOutputValues())
          .as("partition 2 is new, 0 is remembered, 1 was forgotten")
          .hasSize(2);
      assertThat(harness.snapshot(2, 4)).isNotNull();
    }
  }

  @Test
  void badBytesGoAsideWithOriginAndReason() throws Exception {
    try (var harness = harness(1, 0)) {
      harness.open();
      byte[] bytes = "no event".getBytes(StandardCharsets.UTF_8);
      harness.processElement(Received.of(Topic.FLOWS, 3, 42, T0 / 1_000_000, bytes), 0);
      assertThat(harness.extractOutputValues()).isEmpty();
      var discarded =
          Codecs.discarded()
              .decode(harness.getSideOutput(Discards.TAG).poll().getValue().value())
              .getDiscarded();
      assertThat(discarded.getOrigin()).isEqualTo("weir.flows.v1-3@42");
      assertThat(discarded.getReason()).isEqualTo("malformed");
      assertThat(discarded.getBytes().toByteArray()).isEqualTo(bytes);
    }
  }

  @Test
  void tombstoneIsRefusedAndNotFatal() {
    assertThat(Received.of(Topic.FLOWS, 0, 1, T0 / 1_000_000, null).message()).isNull();
  }

  /** From one instance to two and back: each of the two kept an old copy of the other's numbers. */
  @Test
  void rescalingKeepsTheLargestNumberWhoeverReadsThePartition() throws Exception {
    OperatorSubtaskState one;
    try (var harness = harness(1, 0)) {
      harness.open();
      harness.processElement(event(0, 1), 0);
      harness.processElement(event(1, 2), 0);
      one = harness.snapshot(1, 0);
    }
    OperatorSubtaskState both;
    try (var left = harness(2, 0);
        var right = harness(2, 1)) {
      left.initializeState(repartition(one, 1, 2, 0));
      right.initializeState(repartition(one, 1, 2, 1));
      left.open();
      right.open();
      left.processElement(event(0, 3), 0);
      right.processElement(event(1, 4), 0);
      both =
          AbstractStreamOperatorTestHarness.repackageState(
              left.snapshot(2, 0), right.snapshot(2, 0));
    }
    try (var harness = harness(1, 0)) {
      harness.initializeState(repartition(both, 2, 1, 0));
      harness.open();
      for (long seq = 1; seq <= 5; seq++) {
        harness.processElement(event(1, seq), 0);
      }
      harness.processElement(event(0, 3), 0);
      assertThat(harness.extractOutputValues())
          .extracting(event -> event.as(FlowEvent.class).getHeader().getSeq())
          .containsExactly(5L);
    }
  }

  private static OperatorSubtaskState repartition(
      OperatorSubtaskState state, int before, int after, int index) {
    return AbstractStreamOperatorTestHarness.repartitionOperatorState(
        state, SUBTASKS_MAX, before, after, index);
  }
}
