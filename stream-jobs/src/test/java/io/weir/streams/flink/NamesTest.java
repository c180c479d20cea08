package io.weir.streams.flink;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.weir.series.v1.Edge;
import io.weir.streams.JobsMetrics;
import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.NameAnswer;
import io.weir.streams.edge.NameHistory;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final Duration LATENESS = Duration.ofMinutes(15);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final JobsMetrics metrics = new JobsMetrics(registry);

  @AfterEach
  void withdraw() {
    metrics.withdraw();
  }

  private KeyedOneInputStreamOperatorTestHarness<String, NameAnswer, EdgeDelta> harness(int max)
      throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<String, NameAnswer, EdgeDelta>(
            new BoundedKeysOperator<>(new Names(LATENESS, max, metrics.publish())),
            Names::key,
            Types.STRING);
    harness.setup(
        FlowTypes.EDGE_DELTA.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }

  private static NameAnswer answer(String name, boolean resolved, long atS) {
    long ns = T0 + atS * SECOND;
    return new NameAnswer(Edge.getDefaultInstance(), name, resolved, ns, ns, false);
  }

  private static long ms(long atS) {
    return (T0 + atS * SECOND) / 1_000_000;
  }

  private double live() {
    return ((GaugeSnapshot) registry.scrape("weir_jobs_live_names"::equals).get(0))
        .getDataPoints()
        .get(0)
        .getValue();
  }

  private double unknown() {
    return ((CounterSnapshot) registry.scrape("weir_jobs_unknown_names"::equals).get(0))
        .getDataPoints()
        .get(0)
        .getValue();
  }

  @Test
  void aDenialOfANameThatWasResolvedIsBadHoweverTheNameIsWritten() throws Exception {
    try (var harness = harness(10)) {
      harness.open();
      harness.processElement(answer("a.example.", true, 0), ms(0));
      harness.processElement(answer("A.Example.", false, 1), ms(1));
      harness.processElement(answer("b.example.", false, 1), ms(1));
      assertThat(harness.extractOutputValues()).hasSize(1);
      assertThat(harness.extractOutputValues().get(0).counts().dns().denied()).isEqualTo(1);
    }
  }

  @Test
  void namesBeyondTheLimitAreCountedAndForgottenNamesMakeRoom() throws Exception {
    try (var harness = harness(1)) {
      harness.open();
      harness.processElement(answer("never.example.", false, 0), ms(0));
      harness.processElement(answer("a.example.", true, 1), ms(1));
      assertThat(unknown()).isEqualTo(1);
      harness.processWatermark(ms(1));
      assertThat(live()).isEqualTo(1);
      harness.processWatermark(ms(LATENESS.toSeconds() + 1));
      assertThat(live()).isZero();

      harness.processElement(answer("a.example.", true, 1_000), ms(1_000));
      harness.processWatermark(ms(1_000 + NameHistory.KEPT.toSeconds() - 1));
      assertThat(live()).isEqualTo(1);
      harness.processWatermark(ms(1_000 + NameHistory.KEPT.toSeconds() + 1));
      assertThat(live()).isZero();
    }
  }

  @Test
  void whatWasResolvedBeforeARestartIsKnownAfterIt() throws Exception {
    OperatorSubtaskState checkpoint;
    try (var harness = harness(1)) {
      harness.open();
      harness.processElement(answer("a.example.", true, 0), ms(0));
      checkpoint = harness.snapshot(1, 1);
    }
    assertThat(live()).isZero();
    try (var harness = harness(1)) {
      harness.initializeState(checkpoint);
      harness.open();
      assertThat(live()).isEqualTo(1);
      harness.processElement(answer("a.example.", false, 1), ms(1));
      harness.processElement(answer("b.example.", true, 1), ms(1));
      assertThat(harness.extractOutputValues()).hasSize(1);
      assertThat(unknown()).isEqualTo(1);
    }
  }
}
