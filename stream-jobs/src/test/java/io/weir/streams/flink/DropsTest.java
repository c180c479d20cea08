package io.weir.streams.flink;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.Flow;
import io.weir.streams.JobsMetrics;
import io.weir.streams.TestFlows;
import io.weir.streams.drop.DropDelta;
import io.weir.streams.window.Windows;
import io.weir.topic.TopicKeys;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class DropsTest {
  private static final Flow DROPPED =
      TestFlows.syn().toBuilder().setVerdictValue(2).setDropReasonDescValue(133).build();

  @Test
  void aDropCountsWhileItsWindowsAreOpenAndIsRefusedAfterThem() throws Exception {
    PrometheusRegistry registry = new PrometheusRegistry();
    JobsMetrics metrics = new JobsMetrics(registry);
    Windows windows = new Windows(Duration.ofMinutes(15), Duration.ofMinutes(1));
    try (var harness =
        new KeyedOneInputStreamOperatorTestHarness<Long, FlowEvent, DropDelta>(
            new KeyedProcessOperator<>(new Drops(windows, metrics.publish())),
            event -> TopicKeys.connectionHash(event.getFlow()),
            Types.LONG)) {
      harness.setup(
          FlowTypes.DROP_DELTA.createSerializer(
              harness.getExecutionConfig().getSerializerConfig()));
      harness.open();
      FlowEvent drop = TestFlows.event(DROPPED, T0, 1);
      harness.processWatermark(ms(T0 + 900 * SECOND));
      harness.processElement(drop, ms(T0));
      harness.processWatermark(ms(T0 + 901 * SECOND));
      harness.processElement(drop, ms(T0));

      assertThat(harness.extractOutputValues()).containsExactly(DropDelta.of(drop).orElseThrow());
      assertThat(tooLate(registry)).isEqualTo(1);
    } finally {
      metrics.withdraw();
    }
  }

  @Test
  void onlyFlowsThatReportADropLeaveTheReader() {
    DropsOnly dropsOnly = new DropsOnly();
    assertThat(dropsOnly.filter(TestFlows.event(DROPPED, T0, 1))).isTrue();
    assertThat(dropsOnly.filter(TestFlows.event(TestFlows.syn(), T0, 1))).isFalse();
    assertThat(
            dropsOnly.filter(FlowEvent.newBuilder().setLoss(Loss.newBuilder().setCount(1)).build()))
        .isFalse();
  }

  private static long ms(long ns) {
    return ns / 1_000_000;
  }

  private static double tooLate(PrometheusRegistry registry) {
    return registry.scrape("weir_jobs_discarded_events"::equals).stream()
        .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream())
        .filter(point -> "too_late".equals(point.getLabels().get("reason")))
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }
}
