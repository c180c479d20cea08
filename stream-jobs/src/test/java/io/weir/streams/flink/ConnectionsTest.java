package io.weir.streams.flink;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.codec.Codecs;
import io.weir.event.v1.DiscardedEvent;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Verdict;
import io.weir.slo.v1.CustomIndicator;
import io.weir.slo.v1.SloDefinition;
import io.weir.streams.JobsMetrics;
import io.weir.streams.TestFlows;
import io.weir.streams.edge.CustomTally;
import io.weir.streams.edge.EdgeCounts;
import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.EdgeRules;
import io.weir.streams.edge.FlowFacts;
import io.weir.streams.edge.FlowReader;
import io.weir.streams.edge.PathClaim;
import io.weir.streams.edge.Segment;
import io.weir.streams.edge.TcpTally;
import io.weir.streams.state.EdgeDeltaFormat;
import io.weir.streams.window.Windows;
import io.weir.topic.TopicKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final long T0_MS = T0 / 1_000_000;
  private static final int CONNECTIONS_MAX = 3;

  // The operator compares with the wall clock of its start, so processing time begins there.
  private final long startMs = System.currentTimeMillis() + 60_000;
  private KeyedTwoInputStreamOperatorTestHarness<Long, RawFlow, Definition, EdgeDelta> harness;
  private long seq;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    harness.open();
    harness.setProcessingTime(startMs);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<Long, RawFlow, Definition, EdgeDelta>
      harness() throws Exception {
    Windows windows = new Windows(Duration.ofMinutes(15), Duration.ofMinutes(1));
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<Long, RawFlow, Definition, EdgeDelta>(
            new ConnectionsOperator(
                new Connections(
                    EdgeRules.DEFAULT,
                    windows,
                    Duration.ofHours(1),
                    CONNECTIONS_MAX,
                    JobsMetrics.Ref.NOOP)),
            RawFlow::connection,
            definition -> 0L,
            Types.LONG);
    harness.setup(new FormatSerializer<>(new EdgeDeltaFormat()));
    return harness;
  }

  private void see(long atNs, Flow flow) throws Exception {
    see(TestFlows.event(flow, atNs, ++seq));
  }

  private void see(FlowEvent event) throws Exception {
    RawFlow raw =
        new RawFlow(
            TopicKeys.connectionHash(event.getFlow()), 0, seq, Codecs.flows().encode(event));
    harness.processElement1(new StreamRecord<>(raw, FlowFacts.timeNs(event) / 1_000_000));
  }

  private void define(Definition definition) throws Exception {
    harness.processElement2(new StreamRecord<>(definition));
  }

  private void watermark(long ms) throws Exception {
    harness.processWatermark1(new Watermark(ms));
    harness.processWatermark2(new Watermark(ms));
  }

  private TcpTally tcp() {
    return harness.extractOutputValues().stream()
        .map(EdgeDelta::counts)
        .reduce(EdgeCounts.NONE, EdgeCounts::plus)
        .tcp();
  }

  @Test
  void watermarkDecidesAnUnansweredSyn() throws Exception {
    see(T0, TestFlows.syn());
    watermark(T0_MS + 9_000);
    assertThat(tcp().unanswered()).isZero();
    watermark(T0_MS + 10_001);
    assertThat(tcp().unanswered()).isEqualTo(1);
  }

  @Test
  void anAnsweredSynWaitsForNoWatermark() throws Exception {
    see(T0, TestFlows.syn());
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    see(T0 + 1_000_000, TestFlows.synAck());
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  /** What the reader found of a flow is enough, of a request together with what it says. */
  @Test
  void flowsCountTheSameWithWhatTheirReaderFound() throws Exception {
    List<Flow> flows =
        List.of(
            TestFlows.syn(),
            TestFlows.atServer(TestFlows.syn()),
            TestFlows.synAck(),
            TestFlows.ack(),
            TestFlows.request("GET", "http://checkout:8080/cart/17"),
            TestFlows.response(503, 5_000_000),
            TestFlows.fin());
    for (Flow flow : flows) {
      see(T0, flow);
    }
    List<EdgeDelta> alone = harness.extractOutputValues();
    harness.close();

    harness = harness();
    harness.open();
    seq = 0;
    for (Flow flow : flows) {
      FlowEvent event = TestFlows.event(flow, T0, ++seq);
      byte[] value = Codecs.flows().encode(event);
      Segment segment = Segment.of(FlowReader.route().read(value)).orElseThrow();
      RawFlow raw = new RawFlow(TopicKeys.connectionHash(flow), 0, seq, segment, value, 0);
      harness.processElement1(new StreamRecord<>(raw, T0_MS));
    }
    assertThat(harness.extractOutputValues()).isEqualTo(alone).hasSize(flows.size());
  }

  /** The last SYN of a replay: nothing comes after it, so no watermark does. */
  @Test
  void silenceDecidesAnUnansweredSynWithoutAWatermark() throws Exception {
    see(T0, TestFlows.syn());
    harness.setProcessingTime(startMs + 14_000);
    assertThat(tcp().unanswered()).isZero();
    harness.setProcessingTime(startMs + 16_000);
    assertThat(tcp().unanswered()).isEqualTo(1);
    see(T0 + SECOND, TestFlows.synAck());
    assertThat(tcp()).isEqualTo(new TcpTally(1, 1, 0, 0, 0, 0, 0));
  }

  @Test
  void eventBeyondAllowedLatenessIsSetAsideWithItsBytes() throws Exception {
    watermark(T0_MS + 900_001);
    see(T0 + 2_000_000, TestFlows.ack());
    see(T0, TestFlows.syn());
    assertThat(harness.extractOutputValues()).hasSize(1);
    assertThat(harness.getSideOutput(Discards.TAG)).hasSize(1);
    DiscardedEvent event =
        Codecs.discarded().decode(harness.getSideOutput(Discards.TAG).poll().getValue().value());
    assertThat(event.getDiscarded().getReason()).isEqualTo("too_late");
    assertThat(event.getDiscarded().getOrigin()).isEqualTo("collector-1:2");
    assertThat(Codecs.flows().decode(event.getDiscarded().getBytes().toByteArray()))
        .isEqualTo(TestFlows.event(TestFlows.syn(), T0, 2));
  }

  @Test
  void dropGoesToItsOwnStreamAndCountsOnTheEdge() throws Exception {
    see(
        T0,
        TestFlows.syn().toBuilder()
            .setVerdict(Verdict.DROPPED)
            .setDropReasonDescValue(133)
            .build());
    assertThat(harness.getSideOutput(Connections.DROPS)).hasSize(1);
    assertThat(harness.extractOutputValues().get(0).counts().drops().get("POLICY_DENIED"))
        .isEqualTo(1);
  }

  @Test
  void restoreKnowsTheHandshakeThatWasUnderWay() throws Exception {
    see(T0, TestFlows.syn());
    OperatorSubtaskState checkpoint = harness.snapshot(1, 0);
    harness.close();

    harness = harness();
    harness.initializeState(checkpoint);
    harness.open();
    see(T0 + 1_000_000, TestFlows.atServer(TestFlows.syn()));
    see(T0 + 2_000_000, TestFlows.synAck());
    assertThat(tcp()).isEqualTo(new TcpTally(0, 1, 0, 0, 0, 0, 0));
  }

  @Test
  void endedConnectionIsForgottenAfterTwoMinutes() throws Exception {
    see(T0, TestFlows.ack());
    harness.setProcessingTime(startMs + 30_000);
    see(T0 + SECOND, TestFlows.fin());
    harness.setProcessingTime(startMs + 140_000);
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    harness.setProcessingTime(startMs + 151_000);
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  /** Resolvers use a new port for every query: there are many of these. */
  @Test
  void datagramsAreForgottenAfterTwoMinutesOfSilence() throws Exception {
    see(T0, TestFlows.query("a.example."));
    see(T0 + 1, TestFlows.answer("a.example.", 0));
    harness.setProcessingTime(startMs + 121_000);
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void silentConnectionIsForgottenAfterTheIdleTime() throws Exception {
    see(T0, TestFlows.ack());
    harness.setProcessingTime(startMs + Duration.ofMinutes(59).toMillis());
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    harness.setProcessingTime(startMs + Duration.ofMinutes(61).toMillis());
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  private static Flow fromPort(int port) {
    Flow syn = TestFlows.syn();
    return syn.toBuilder()
        .setL4(syn.getL4().toBuilder().setTCP(syn.getL4().getTCP().toBuilder().setSourcePort(port)))
        .build();
  }

  /** A scan must not take the memory of the connections that matter. */
  @Test
  void flowsOfConnectionsBeyondTheLimitCountWithoutBeingRemembered() throws Exception {
    for (int port = 40_000; port < 40_000 + CONNECTIONS_MAX; port++) {
      see(T0, fromPort(port));
    }
    assertThat(harness.numKeyedStateEntries()).isEqualTo(CONNECTIONS_MAX);
    see(T0, fromPort(50_000));
    assertThat(harness.numKeyedStateEntries()).isEqualTo(CONNECTIONS_MAX);
    assertThat(tcp().attempts()).isEqualTo(CONNECTIONS_MAX);
    assertThat(harness.extractOutputValues().stream().mapToLong(d -> d.counts().flows()).sum())
        .isEqualTo(CONNECTIONS_MAX + 1);
  }

  @Test
  void limitHoldsAfterARestore() throws Exception {
    for (int port = 40_000; port < 40_000 + CONNECTIONS_MAX; port++) {
      see(T0, fromPort(port));
    }
    OperatorSubtaskState checkpoint = harness.snapshot(1, 0);
    harness.close();
    harness = harness();
    harness.initializeState(checkpoint);
    harness.open();
    see(T0, fromPort(50_000));
    assertThat(harness.numKeyedStateEntries()).isEqualTo(CONNECTIONS_MAX);
  }

  private static Definition definition(long fromNs, String good, String total) {
    return new Definition(
        "checkout",
        Optional.of(
            SloDefinition.newBuilder()
                .setName("checkout")
                .setEffectiveFromNs(fromNs)
                .addCustom(
                    CustomIndicator.newBuilder().setName("carts").setGood(good).setTotal(total))
                .build()));
  }

  private EdgeCounts sum() {
    return harness.extractOutputValues().stream()
        .map(EdgeDelta::counts)
        .reduce(EdgeCounts.NONE, EdgeCounts::plus);
  }

  @Test
  void customIndicatorCountsFromItsStartUntilItIsWithdrawn() throws Exception {
    see(T0, TestFlows.response(200, 1));
    define(definition(T0 + 2, "_flow.l7.http.code < 500u", "_flow.l7.http.code > 0u"));
    see(T0 + 1, TestFlows.response(503, 1));
    see(T0 + 2, TestFlows.response(200, 1));
    see(T0 + 3, TestFlows.response(503, 1));
    see(T0 + 4, TestFlows.ack());
    CustomTally expected = CustomTally.one("carts", true).plus(CustomTally.one("carts", false));
    assertThat(sum().custom()).isEqualTo(expected);
    assertThat(sum().flows()).as("the flows themselves count once").isEqualTo(5);

    define(new Definition("checkout", Optional.empty()));
    see(T0 + 5, TestFlows.response(200, 1));
    assertThat(sum().custom()).isEqualTo(expected);
  }

  @Test
  void definitionsAreStillInForceAfterARestore() throws Exception {
    define(definition(0, "true", "true"));
    OperatorSubtaskState checkpoint = harness.snapshot(1, 0);
    harness.close();
    harness = harness();
    harness.initializeState(checkpoint);
    harness.open();
    see(T0, TestFlows.syn());
    assertThat(sum().custom()).isEqualTo(CustomTally.one("carts", true));
  }

  @Test
  void attemptThatNobodySawArriveIsClaimedAndTakenBackWhenItDid() throws Exception {
    see(T0, TestFlows.syn());
    watermark(T0_MS + 10_001);
    assertThat(harness.getSideOutput(Connections.CLAIMS))
        .extracting(record -> ((PathClaim) record.getValue()).takenBack())
        .containsExactly(false);
    see(T0 + SECOND, TestFlows.atServer(TestFlows.syn()));
    assertThat(harness.getSideOutput(Connections.CLAIMS))
        .extracting(record -> ((PathClaim) record.getValue()).takenBack())
        .containsExactly(false, true);
    assertThat(sum().tcp().unanswered()).isEqualTo(1);
  }

  @Test
  void sampledOutEventsStandOnTheirEdge() throws Exception {
    FlowEvent event = TestFlows.event(TestFlows.syn(), T0, 1);
    see(event.toBuilder().setHeader(event.getHeader().toBuilder().setSampling(10)).build());
    assertThat(sum().flows()).isEqualTo(1);
    assertThat(sum().sampledOut()).isEqualTo(9);
  }
}
