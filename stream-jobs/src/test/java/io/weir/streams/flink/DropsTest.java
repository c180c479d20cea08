package io.weir.streams.flink;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.weir.codec.Codecs;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.Flow;
import io.weir.streams.JobsMetrics;
import io.weir.streams.TestFlows;
import io.weir.streams.drop.DropDelta;
import io.weir.streams.window.Windows;
import io.weir.topic.Topic;
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
        new KeyedOneInputStreamOperatorTestHarness<Long, RawFlow, DropDelta>(
            new KeyedProcessOperator<>(new Drops(windows, metrics.publish())),
            RawFlow::connection,
            Types.LONG)) {
      harness.setup(
          FlowTypes.DROP_DELTA.createSerializer(
              harness.getExecutionConfig().getSerializerConfig()));
      harness.open();
      FlowEvent drop = TestFlows.event(DROPPED, T0, 1);
      RawFlow raw = new RawFlow(7, 0, 1, Codecs.flows().encode(drop));
      harness.processWatermark(ms(T0 + 900 * SECOND));
      harness.processElement(raw, ms(T0));
      harness.processWatermark(ms(T0 + 901 * SECOND));
      harness.processElement(raw, ms(T0));

      assertThat(harness.extractOutputValues()).containsExactly(DropDelta.of(drop).orElseThrow());
      assertThat(tooLate(registry)).isEqualTo(1);
    } finally {
      metrics.withdraw();
    }
  }

  @Test
  void onlyFlowsThatReportADropLeaveTheReader() {
    DropsOnly dropsOnly = new DropsOnly();
    assertThat(dropsOnly.filter(received(TestFlows.event(DROPPED, T0, 1)))).isTrue();
    assertThat(dropsOnly.filter(received(TestFlows.event(TestFlows.syn(), T0, 1)))).isFalse();
    FlowEvent.Builder loss =
        TestFlows.event(DROPPED, T0, 1).toBuilder().setLoss(Loss.newBuilder().setCount(1));
    assertThat(dropsOnly.filter(received(loss.build()))).isFalse();
  }

  private static Received received(FlowEvent event) {
    return Received.of(Topic.FLOWS, 0, 1, ms(T0), Codecs.flows().encode(event));
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
