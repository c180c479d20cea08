package io.weir.streams.sli;

import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.hubble.flow.DropReason;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.HTTPHeader;
import io.weir.hubble.flow.Verdict;
import io.weir.streams.TestFlows;
import io.weir.streams.edge.Connection;
import io.weir.streams.edge.ConnectionTracker;
import io.weir.streams.edge.EdgeCounts;
import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.EdgeRules;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndicatorTest {
  private static final long MS = 1_000_000;

  private static List<EdgeCounts> counts(Flow... flows) {
    ConnectionTracker tracker = new ConnectionTracker(EdgeRules.DEFAULT);
    Connection connection = new Connection();
    List<EdgeCounts> counts = new ArrayList<>();
    for (int i = 0; i < flows.length; i++) {
      tracker.onFlow(connection, flows[i], T0 + i * MS).stream()
          .map(EdgeDelta::counts)
          .forEach(counts::add);
    }
    return counts;
  }

  private static SliCounts of(Indicator indicator, Flow... flows) {
    return indicator.of(counts(flows).stream().reduce(EdgeCounts.NONE, EdgeCounts::plus));
  }

  private static Flow grpc(String status) {
    Flow.Builder flow = TestFlows.response(200, MS).toBuilder();
    flow.getL7Builder()
        .getHttpBuilder()
        .addHeaders(HTTPHeader.newBuilder().setKey("Grpc-Status").setValue(status));
    return flow.build();
  }

  @Test
  void clientErrorsAreAvailableServerErrorsAreNot() {
    assertThat(
            of(
                Indicator.HTTP_AVAILABILITY,
                TestFlows.response(200, MS),
                TestFlows.response(404, MS),
                TestFlows.response(503, MS)))
        .isEqualTo(new SliCounts(2, 3));
  }

  @Test
  void grpcStatusDecidesWhereItIsSeen() {
    assertThat(of(Indicator.HTTP_AVAILABILITY, grpc("0"), grpc("5"), grpc("14"), grpc("4")))
        .isEqualTo(new SliCounts(2, 4));
  }

  @Test
  void responsesWithoutALatencyDoNotCountForLatency() {
    assertThat(
            of(
                Indicator.HTTP_LATENCY,
                TestFlows.response(200, 0),
                TestFlows.response(200, 400 * MS),
                TestFlows.response(200, 600 * MS)))
        .isEqualTo(new SliCounts(1, 2));
  }

  @Test
  void undecidedAttemptIsNeitherGoodNorBad() {
    assertThat(of(Indicator.TCP_CONNECT, TestFlows.syn())).isEqualTo(SliCounts.NONE);
    assertThat(of(Indicator.TCP_CONNECT, TestFlows.syn(), TestFlows.synAck()))
        .isEqualTo(new SliCounts(1, 1));
    assertThat(of(Indicator.TCP_CONNECT, TestFlows.syn(), TestFlows.serverRst()))
        .isEqualTo(new SliCounts(0, 1));
  }

  @Test
  void resetConnectionsAreUnstable() {
    assertThat(
            of(Indicator.TCP_STABILITY, TestFlows.syn(), TestFlows.synAck(), TestFlows.serverRst()))
        .isEqualTo(new SliCounts(0, 1));
    assertThat(of(Indicator.TCP_STABILITY, TestFlows.ack(), TestFlows.fin()))
        .isEqualTo(new SliCounts(1, 1));
  }

  @Test
  void searchDomainMissesAreGoodAnswers() {
    assertThat(
            of(
                Indicator.DNS_AVAILABILITY,
                TestFlows.query("a."),
                TestFlows.answer("a.", 3),
                TestFlows.query("b."),
                TestFlows.answer("b.", 2)))
        .isEqualTo(new SliCounts(1, 2));
    assertThat(of(Indicator.DNS_LATENCY, TestFlows.query("a."), TestFlows.answer("a.", 0)))
        .isEqualTo(new SliCounts(1, 1));
  }

  @Test
  void policyDenialsAreNotLossOfDelivery() {
    Flow denied =
        TestFlows.ack().toBuilder()
            .setVerdict(Verdict.DROPPED)
            .setDropReasonDesc(DropReason.POLICY_DENIED)
            .build();
    Flow broken = denied.toBuilder().setDropReasonDesc(DropReason.FIB_LOOKUP_FAILED).build();
    assertThat(of(Indicator.DELIVERY, TestFlows.ack(), denied, broken))
        .isEqualTo(new SliCounts(1, 2));
  }

  @Test
  void indicatorsOfASumAreTheSumOfIndicators() {
    List<EdgeCounts> parts =
        counts(
            TestFlows.syn(),
            TestFlows.synAck(),
            TestFlows.request("GET", "/cart"),
            TestFlows.response(503, 700 * MS),
            TestFlows.fin());
    SliTally whole = SliTally.of(parts.stream().reduce(EdgeCounts.NONE, EdgeCounts::plus));
    SliTally added = parts.stream().map(SliTally::of).reduce(SliTally.NONE, SliTally::plus);
    assertThat(added).isEqualTo(whole);
  }
}
