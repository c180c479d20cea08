package io.weir.streams.flink;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.weir.codec.Codecs;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.CiliumEventType;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Policy;
import io.weir.streams.JobsMetrics;
import io.weir.streams.TestFlows;
import io.weir.streams.drop.DropDelta;
import io.weir.streams.window.Windows;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class DropsTest {
  private static final Duration KEPT = Duration.ofHours(1);

  private static final Flow DROPPED =
      TestFlows.syn().toBuilder().setVerdictValue(2).setDropReasonDescValue(133).build();

  @Test
  void aDropCountsWhileItsWindowsAreOpenAndIsRefusedAfterThem() throws Exception {
    PrometheusRegistry registry = new PrometheusRegistry();
    JobsMetrics metrics = new JobsMetrics(registry);
    Windows windows = new Windows(Duration.ofMinutes(15), Duration.ofMinutes(1));
    try (var harness = harness(windows, 10, metrics)) {
      FlowEvent drop = TestFlows.event(DROPPED, T0, 1);
      RawFlow raw = raw(drop);
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

  /** As where connections are kept: the policy is in the verdict alone. */
  @Test
  void aDropIsOfThePolicyOfItsVerdictWhileThereIsRoomAndTime() throws Exception {
    PrometheusRegistry registry = new PrometheusRegistry();
    JobsMetrics metrics = new JobsMetrics(registry);
    Windows windows = new Windows(Duration.ofMinutes(15), Duration.ofMinutes(1));
    Flow verdict =
        DROPPED.toBuilder()
            .setEventType(CiliumEventType.newBuilder().setType(5))
            .addEgressDeniedBy(Policy.newBuilder().setName("deny"))
            .build();
    Flow elsewhere =
        DROPPED.toBuilder().setIP(DROPPED.getIP().toBuilder().setSource("10.0.0.9")).build();
    try (var harness = harness(windows, 1, metrics)) {
      harness.setProcessingTime(1);
      harness.processElement(raw(TestFlows.event(verdict, T0, 1)), ms(T0));
      harness.processElement(raw(TestFlows.event(DROPPED, T0 + 1, 2)), ms(T0));
      assertThat(last(harness).group().getPoliciesList()).containsExactly("deny");

      harness.processElement(raw(TestFlows.event(elsewhere, T0 + 2, 3)), ms(T0));
      assertThat(last(harness).group().getPoliciesList()).isEmpty();
      assertThat(untracked(registry)).isEqualTo(1);

      harness.setProcessingTime(KEPT.toMillis() + 1);
      harness.processElement(raw(TestFlows.event(elsewhere, T0 + 3, 4)), ms(T0));
      harness.processElement(raw(TestFlows.event(DROPPED, T0 + 4, 5)), ms(T0));
      assertThat(last(harness).group().getPoliciesList()).isEmpty();
      assertThat(untracked(registry)).as("only one has room").isEqualTo(2);
    } finally {
      metrics.withdraw();
    }
  }

  private static RawFlow raw(FlowEvent event) {
    long connection = TopicKeys.connectionHash(event.getFlow());
    return new RawFlow(connection, 0, 1, Codecs.flows().encode(event));
  }

  private static DropDelta last(
      KeyedOneInputStreamOperatorTestHarness<Long, RawFlow, DropDelta> harness) {
    return harness.extractOutputValues().get(harness.extractOutputValues().size() - 1);
  }

  private static KeyedOneInputStreamOperatorTestHarness<Long, RawFlow, DropDelta> harness(
      Windows windows, int connectionsMax, JobsMetrics metrics) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<Long, RawFlow, DropDelta>(
            new BoundedKeysOperator<>(new Drops(windows, KEPT, connectionsMax, metrics.publish())),
            RawFlow::connection,
            Types.LONG);
    harness.setup(
        FlowTypes.DROP_DELTA.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    harness.open();
    return harness;
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

  private static double untracked(PrometheusRegistry registry) {
    return registry.scrape("weir_jobs_untracked_flows"::equals).stream()
        .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream())
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }

  private static double tooLate(PrometheusRegistry registry) {
    return registry.scrape("weir_jobs_discarded_events"::equals).stream()
        .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream())
        .filter(point -> "too_late".equals(point.getLabels().get("reason")))
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }
}
