package io.weir.relay.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.FieldMask;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.FieldMaskUtil;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.flow.LostEventSource;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.Node;
import io.weir.storage.StoredFlow;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks, losses, and what is remembered of nodes. */
class AnswersTest {
  @Test
  void theMaskCutsTheFlowButNotTheOuterFields() {
    Mask mask = Mask.of(FieldMask.newBuilder().addPaths("source.pod_name").build());
    GetFlowsResponse response = response(TestEvents.flow(1, 10), mask);
    assertThat(response.getFlow().getSource().getPodName()).isEqualTo("cart-0");
    assertThat(response.getFlow().getSource().getNamespace()).isEmpty();
    assertThat(response.getFlow().hasTime()).isFalse();
    assertThat(response.getTime().getSeconds()).isEqualTo(10);
    assertThat(response.getNodeName()).isEqualTo("prod/n1");
  }

  /** The hubble command prints DNS names but does not ask for them. */
  @Test
  void theDefaultMaskOfTheCommandLineGetsWhatItPrints() {
    FieldMask.Builder mask = FieldMask.newBuilder();
    for (String path :
        ("time verdict ethernet IP l4 source.identity source.namespace source.pod_name"
                + " destination.identity destination.namespace destination.pod_name Type node_name"
                + " l7 event_type source_service destination_service is_reply Summary ip_trace_id")
            .split(" ")) {
      mask.addPaths(path);
    }
    Flow flow = Flow.newBuilder().addSourceNames("a.example").setUuid("u").build();
    assertThat(masked(flow, mask.build()).getSourceNames(0)).isEqualTo("a.example");
    assertThat(masked(flow, mask.build()).getUuid()).isEmpty();
    assertThat(masked(flow, mask.addPaths("uuid").build()).getSourceNamesCount()).isZero();
  }

  @Test
  void refusesPathsThatAreNotInAFlow() {
    assertThatThrownBy(() -> Mask.of(FieldMask.newBuilder().addPaths("sourcePod").build()))
        .hasMessageStartingWith("invalid fieldmask: \"sourcePod\"");
  }

  @Test
  void upstreamLossesAreToldWordForWord_ownOnesAsOfAQueue() {
    LostEvent upstream =
        LostEvent.newBuilder()
            .setSource(LostEventSource.PERF_EVENT_RING_BUFFER)
            .setNumEventsLost(3)
            .build();
    assertThat(lost(Loss.newBuilder().setCount(9).setHubble(upstream))).isEqualTo(upstream);
    assertThat(lost(Loss.newBuilder().setCount(9).setFirstNs(1).setLastNs(2_000_000_003L)))
        .isEqualTo(
            LostEvent.newBuilder()
                .setSource(LostEventSource.OBSERVER_EVENTS_QUEUE)
                .setNumEventsLost(9)
                .setFirst(Timestamp.newBuilder().setNanos(1))
                .setLast(Timestamp.newBuilder().setSeconds(2).setNanos(3))
                .build());
    assertThat(lost(Loss.newBuilder().setCount(9)).hasFirst()).isFalse();
  }

  private static LostEvent lost(Loss.Builder loss) {
    FlowEvent event = FlowEvent.newBuilder().setLoss(loss).build();
    return response(event, Mask.NONE).getLostEvents();
  }

  private static GetFlowsResponse response(FlowEvent event, Mask mask) {
    try {
      return GetFlowsResponse.parseFrom(Responses.of(new StoredFlow(0, 0, event), mask).bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static Flow masked(Flow flow, FieldMask mask) {
    return response(FlowEvent.newBuilder().setFlow(flow).build(), Mask.of(mask)).getFlow();
  }

  /** Bytes are copied, not parsed: what comes out must be what parsing would give. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void answersEqualThoseMadeOfParsedMessages(long seed) {
    FilledMessages filled = new FilledMessages(seed);
    for (int i = 0; i < 50; i++) {
      Flow flow = filled.next(Flow.getDefaultInstance());
      FieldMask paths = filled.mask(Flow.getDescriptor());
      FlowEvent event = TestEvents.flow(1, 10).toBuilder().setFlow(flow).build();

      assertThat(response(event, Mask.NONE).getFlow()).as("seed %d", seed).isEqualTo(flow);
      Flow.Builder expected = Flow.newBuilder();
      FieldMaskUtil.merge(paths, flow, expected);
      GetFlowsResponse masked = response(event, Mask.of(paths));
      assertThat(masked.getFlow()).as("seed %d, %s", seed, paths).isEqualTo(expected.build());
      assertThat(masked.getTime())
          .isEqualTo(flow.hasTime() ? flow.getTime() : EventOrder.toTimestamp(10_000_000_000L));
      assertThat(masked.getNodeName())
          .isEqualTo(flow.getNodeName().isEmpty() ? "prod/n1" : flow.getNodeName());
    }
  }

  @Test
  void nodesAndNamespacesAreForgottenAfterAWhile() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    Census census = census(now, 10);
    census.add(TestEvents.flow(1, 1));
    now.set(Instant.EPOCH.plus(Duration.ofMinutes(59)));
    assertThat(census.nodes()).extracting(Node::getName).containsExactly("prod/n1");
    assertThat(census.namespaces()).hasSize(1);
    now.set(Instant.EPOCH.plus(Duration.ofMinutes(61)));
    assertThat(census.nodes()).isEmpty();
    assertThat(census.namespaces()).isEmpty();
    assertThat(census.totals().seenFlows()).isEqualTo(1);
  }

  @Test
  void rateIsOverTheLastMinuteOrSinceTheStart() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    Census census = census(now, 10);
    now.set(Instant.EPOCH.plusSeconds(10));
    for (int i = 0; i < 30; i++) {
      census.add(TestEvents.flow(i, 1));
    }
    assertThat(census.totals().flowsRate()).isEqualTo(3.0);
    now.set(Instant.EPOCH.plusSeconds(60));
    assertThat(census.totals().flowsRate()).isEqualTo(0.5);
    now.set(Instant.EPOCH.plusSeconds(71));
    assertThat(census.totals().flowsRate()).isZero();
  }

  @Test
  void moreNamesThanTheLimitAreNotListed() {
    Census census = census(new AtomicReference<>(Instant.EPOCH), 1);
    census.add(TestEvents.flow(1, 1));
    FlowEvent.Builder other = TestEvents.flow(2, 1).toBuilder();
    other.getFlowBuilder().setNodeName("prod/n2");
    census.add(other.build());
    assertThat(census.nodes()).hasSize(1);
  }

  private static Census census(AtomicReference<Instant> now, int namesMax) {
    ObserveConfig d = ObserveConfig.DEFAULT;
    ObserveConfig config =
        new ObserveConfig(
            1,
            1,
            d.streams(),
            d.endWait(),
            d.archiveWait(),
            1,
            namesMax,
            Duration.ofHours(1),
            d.unavailableAfter(),
            "1.19.4");
    return new Census(config, now::get, new ObserveMetrics(new PrometheusRegistry()));
  }

  @Test
  void configRejectsValuesThatCannotWork() {
    assertThat(ObserveConfig.DEFAULT.ringEvents()).isEqualTo(65_536);
    ObserveConfig d = ObserveConfig.DEFAULT;
    assertThatThrownBy(
            () ->
                new ObserveConfig(
                    0,
                    1,
                    d.streams(),
                    d.endWait(),
                    d.archiveWait(),
                    1,
                    1,
                    d.nameRetention(),
                    d.unavailableAfter(),
                    "1.19.4"))
        .hasMessage("ring-events: 0 (expected: >= 1 event)");
    assertThatThrownBy(
            () ->
                new ObserveConfig(
                    1,
                    1,
                    d.streams(),
                    d.endWait(),
                    d.archiveWait(),
                    1,
                    1,
                    d.nameRetention(),
                    d.unavailableAfter(),
                    "new"))
        .hasMessage("hubble-version: new (expected: like 1.19.4)");
  }
}
