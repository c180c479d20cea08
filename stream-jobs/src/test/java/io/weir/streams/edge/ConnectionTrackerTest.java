package io.weir.streams.edge;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static io.weir.streams.TestFlows.ack;
import static io.weir.streams.TestFlows.answer;
import static io.weir.streams.TestFlows.atServer;
import static io.weir.streams.TestFlows.clientRst;
import static io.weir.streams.TestFlows.fin;
import static io.weir.streams.TestFlows.produced;
import static io.weir.streams.TestFlows.query;
import static io.weir.streams.TestFlows.request;
import static io.weir.streams.TestFlows.response;
import static io.weir.streams.TestFlows.serverFin;
import static io.weir.streams.TestFlows.serverRst;
import static io.weir.streams.TestFlows.syn;
import static io.weir.streams.TestFlows.synAck;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.hubble.flow.CiliumEventType;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Verdict;
import io.weir.series.v1.Edge;
import io.weir.streams.TestFlows;
import io.weir.topic.TopicKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConnectionTrackerTest {
  private static final long MS = 1_000_000;

  private final ConnectionTracker tracker = new ConnectionTracker(EdgeRules.DEFAULT);
  private final Connection connection = new Connection();
  private final List<EdgeDelta> deltas = new ArrayList<>();

  private void see(long atMs, Flow flow) {
    deltas.addAll(tracker.onFlow(connection, flow, T0 + atMs * MS));
  }

  private void timePasses(long untilMs) {
    deltas.addAll(tracker.onTime(connection, T0 + untilMs * MS));
  }

  private EdgeCounts sum() {
    return deltas.stream().map(EdgeDelta::counts).reduce(EdgeCounts.NONE, EdgeCounts::plus);
  }

  @Test
  void handshakeSeenInFourPlacesIsOneConnection() {
    see(0, syn());
    see(1, atServer(syn()));
    see(2, atServer(synAck()));
    see(3, synAck());
    see(4, ack());
    see(5, atServer(ack()));
    assertThat(sum().tcp()).isEqualTo(new TcpTally(1, 1, 0, 0, 0, 0, 0));
    assertThat(sum().flows()).isEqualTo(6);
    assertThat(sum().reporters().get("source")).isEqualTo(3);
    assertThat(sum().reporters().get("destination")).isEqualTo(3);
    assertThat(deltas).extracting(EdgeDelta::edge).containsOnly(deltas.get(0).edge());
    assertThat(TopicKeys.edge(deltas.get(0).edge()))
        .isEqualTo("default/shop/Deployment/frontend|default/shop/Deployment/checkout|TCP:8080");
  }

  @Test
  void synRepeatedAtOnePointIsARetransmitOfTheSameAttempt() {
    see(0, syn());
    see(1_000, syn());
    see(3_000, syn());
    see(3_001, synAck());
    assertThat(sum().tcp()).isEqualTo(new TcpTally(1, 1, 0, 0, 0, 0, 2));
  }

  @Test
  void resetByTheServerAnswersTheSynWithARefusal() {
    see(0, syn());
    see(1, serverRst());
    see(2, atServer(serverRst()));
    assertThat(sum().tcp()).isEqualTo(new TcpTally(1, 0, 1, 0, 0, 0, 0));
  }

  @Test
  void synWithoutAnswerIsUnansweredAfterTheTimeout() {
    see(0, syn());
    assertThat(tracker.dueNs(connection)).isEqualTo(T0 + 10 * SECOND);
    timePasses(9_999);
    assertThat(sum().tcp().unanswered()).isZero();
    timePasses(10_000);
    timePasses(20_000);
    assertThat(sum().tcp()).isEqualTo(new TcpTally(1, 0, 0, 1, 0, 0, 0));
    assertThat(tracker.dueNs(connection)).isZero();
  }

  /** A collector that was cut off delivers the answer minutes after the watermark gave up. */
  @Test
  void answerThatWasInTimeButArrivedLateCorrectsTheVerdict() {
    see(0, syn());
    timePasses(10_000);
    see(2, synAck());
    assertThat(sum().tcp()).isEqualTo(new TcpTally(1, 1, 0, 0, 0, 0, 0));
    assertThat(deltas).allSatisfy(delta -> assertThat(delta.timeNs()).isBetween(T0, T0 + 2 * MS));
  }

  @Test
  void answerAfterTheTimeoutStaysUnanswered() {
    see(0, syn());
    see(15_500, synAck());
    assertThat(sum().tcp()).isEqualTo(new TcpTally(1, 0, 0, 1, 0, 0, 0));
  }

  /** A replay has its timers at other moments than live; the outcome must not tell. */
  @Test
  void answerAfterTheTimeoutIsTooLateWhetherOrNotATimerCameBeforeIt() {
    see(0, syn());
    see(12_000, synAck());
    assertThat(sum().tcp().unanswered()).isEqualTo(1);
    assertThat(sum().tcp().established()).isZero();
  }

  /** Whether an ended connection is still remembered then is a matter of memory alone. */
  @Test
  void whatComesLongAfterTheEndCountsAsIfTheConnectionHadBeenForgotten() {
    see(0, syn());
    see(1, synAck());
    see(2, fin());
    see(200_000, fin());
    assertThat(sum().tcp().closed()).isEqualTo(2);
    assertThat(sum().tcp().attempts()).isEqualTo(1);
  }

  @Test
  void closeIsCountedOnceThoughBothSidesSendFin() {
    see(0, syn());
    see(1, synAck());
    see(500, fin());
    see(501, serverFin());
    see(502, ack());
    assertThat(sum().tcp()).isEqualTo(new TcpTally(1, 1, 0, 0, 1, 0, 0));
  }

  @Test
  void resetAfterEstablishmentIsAClosedAndResetConnection() {
    see(0, syn());
    see(1, synAck());
    see(500, clientRst());
    see(501, atServer(clientRst()));
    assertThat(sum().tcp()).isEqualTo(new TcpTally(1, 1, 0, 0, 1, 1, 0));
  }

  /** Load balancers tidy up with a RST; the user had everything by then. */
  @Test
  void resetAfterFinIsNoReset() {
    see(0, syn());
    see(1, synAck());
    see(500, fin());
    see(501, serverRst());
    assertThat(sum().tcp().closed()).isEqualTo(1);
    assertThat(sum().tcp().reset()).isZero();
  }

  @Test
  void finThatArrivesAfterTheLaterResetTakesTheResetBack() {
    see(0, syn());
    see(1, synAck());
    see(501, serverRst());
    see(500, fin());
    assertThat(sum().tcp()).isEqualTo(new TcpTally(1, 1, 0, 0, 1, 0, 0));
  }

  @Test
  void connectionFirstSeenMidStreamIsNoAttempt() {
    see(0, ack());
    see(1, fin());
    assertThat(sum().tcp()).isEqualTo(new TcpTally(0, 0, 0, 0, 1, 0, 0));
  }

  @Test
  void lateSynOfAConnectionSeenMidStreamIsAnEstablishedAttempt() {
    see(1, synAck());
    see(2, ack());
    see(0, syn());
    assertThat(sum().tcp()).isEqualTo(new TcpTally(1, 1, 0, 0, 0, 0, 0));
  }

  @Test
  void portReusedAfterCloseIsAnotherConnection() {
    see(0, syn());
    see(1, synAck());
    see(2, fin());
    see(3, serverFin());
    see(60_000, syn());
    see(60_001, synAck());
    assertThat(sum().tcp()).isEqualTo(new TcpTally(2, 2, 0, 0, 1, 0, 0));
  }

  /** A short connection, reported whole by one node before the other node's clock reaches it. */
  @Test
  void aNodeWhoseClockIsAheadReportsTheSameConnection() {
    see(0, syn());
    see(1, synAck());
    see(4, fin());
    see(5, serverFin());
    see(40, atServer(syn()));
    see(41, atServer(synAck()));
    see(44, atServer(fin()));
    see(45, atServer(serverFin()));
    assertThat(sum().tcp().attempts()).isEqualTo(1);
    assertThat(sum().tcp().established()).isEqualTo(1);
    assertThat(sum().tcp().closed()).isEqualTo(1);
    assertThat(sum().tcp().retransmits()).isZero();
  }

  @Test
  void aRefusalSeenByAClockThatIsAheadIsTheSameRefusal() {
    see(0, syn());
    see(1, serverRst());
    see(40, atServer(syn()));
    see(41, atServer(serverRst()));
    assertThat(sum().tcp()).isEqualTo(new TcpTally(1, 0, 1, 0, 0, 0, 0));
  }

  @Test
  void aPortUsedAgainAtOnceIsAnotherConnection() {
    see(0, syn());
    see(1, serverRst());
    see(10, syn());
    see(11, serverRst());
    assertThat(sum().tcp()).isEqualTo(new TcpTally(2, 0, 2, 0, 0, 0, 0));
  }

  @Test
  void synAfterALongSilenceDecidesTheOldAttemptFirst() {
    see(0, syn());
    see(200_000, syn());
    see(200_001, synAck());
    assertThat(sum().tcp()).isEqualTo(new TcpTally(2, 1, 0, 1, 0, 0, 0));
  }

  @Test
  void droppedSynIsAnUnansweredAttemptAndADrop() {
    see(0, syn().toBuilder().setVerdict(Verdict.DROPPED).setDropReasonDescValue(133).build());
    timePasses(10_000);
    assertThat(sum().tcp()).isEqualTo(new TcpTally(1, 0, 0, 1, 0, 0, 0));
    assertThat(sum().drops().get("POLICY_DENIED")).isEqualTo(1);
  }

  @Test
  void attemptsAreTheSumOfTheirOutcomesInAnyOrderOfArrival() {
    List<Flow> flows =
        List.of(syn(), atServer(syn()), atServer(synAck()), synAck(), ack(), fin(), serverFin());
    for (long seed = 0; seed < 200; seed++) {
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < flows.size(); i++) {
        order.add(i);
      }
      Collections.shuffle(order, new Random(seed));
      Connection shuffled = new Connection();
      EdgeCounts sum = EdgeCounts.NONE;
      for (int i : order) {
        for (EdgeDelta delta : tracker.onFlow(shuffled, flows.get(i), T0 + i * MS)) {
          sum = sum.plus(delta.counts());
        }
      }
      assertThat(sum.tcp())
          .as("seed %s order %s", seed, order)
          .isEqualTo(new TcpTally(1, 1, 0, 0, 1, 0, 0));
    }
  }

  @Test
  void requestReportedByBothProxiesCountsOnce() {
    see(0, request("GET", "/users/17"));
    see(1, atServer(request("GET", "/users/17")));
    see(20, atServer(response(200, 18 * MS)));
    see(21, response(503, 20 * MS));
    assertThat(sum().http().requests()).isEqualTo(1);
    assertThat(sum().http().responses()).isEqualTo(NamedCounts.one("503"));
    assertThat(sum().http().calls().keySet()).contains(new HttpCallTally.Key("GET", "/users/*"));
    assertThat(sum().reporters().get("proxy")).isEqualTo(4);
  }

  /** Its node was cut off, or its partition is read a little later. */
  @Test
  void theProxyThatSawTheFirstRequestOwnsTheConnectionWheneverItsReportsComeIn() {
    see(9_990, atServer(request("GET", "/users/17")));
    see(10_020, atServer(response(200, 30 * MS)));
    see(10_030, response(503, 50 * MS));
    assertThat(sum().http().requests()).isEqualTo(1);
    assertThat(sum().http().responses()).isEqualTo(NamedCounts.one("200"));
    see(9_980, request("GET", "/users/17"));
    assertThat(between(0, 10_000).http().requests()).isEqualTo(1);
    assertThat(between(0, 10_000).http().responses()).isEqualTo(NamedCounts.NONE);
    HttpTally after = between(10_000, 20_000).http();
    assertThat(after.requests()).isZero();
    assertThat(after.responses()).isEqualTo(NamedCounts.one("503"));
    assertThat(after.latencies()).isEqualTo(Latencies.of(50 * MS, 500 * MS));
    assertThat(sum().flows()).isEqualTo(4);
  }

  @Test
  void whatWasTakenBackLeavesNoTrace() {
    see(20, atServer(request("GET", "/only-there")));
    see(21, atServer(produced("orders", 5)));
    see(10, response(200, 5 * MS));
    assertThat(sum().http().calls().keySet())
        .containsExactly(new HttpCallTally.Key("GET", "/cart"));
    assertThat(sum().kafka()).isEqualTo(KafkaTally.NONE);
  }

  @Test
  void theOwnerOfSoManyReportsStaysAndWhatIsNotHeardIsCounted() {
    for (int i = 0; i < Requests.REPORTS_MAX; i++) {
      see(1_000 + i, atServer(request("GET", "/cart")));
    }
    assertThat(connection.newest.reports).hasSize(Requests.REPORTS_MAX);
    see(2_000, atServer(request("GET", "/cart")));
    assertThat(connection.newest.reports).isEmpty();
    see(3_000, request("GET", "/cart"));
    assertThat(connection.unheard).as("it was not first").isZero();
    see(999, request("GET", "/cart"));
    assertThat(connection.unheard).isEqualTo(1);
    see(2_001, atServer(request("GET", "/cart")));
    assertThat(sum().http().requests()).isEqualTo(Requests.REPORTS_MAX + 2);
  }

  @Test
  void lookupsOfTheProxyThatIsNotHeardMakeRoomFirst() {
    see(0, query("first.example."));
    see(1, atServer(query("first.example.")));
    for (int i = 0; i < Lookups.EVENTS_MAX - 1; i++) {
      see(10 + i, query("name-" + i + ".example."));
    }
    assertThat(connection.newest.lookups).hasSize(Lookups.EVENTS_MAX);
    assertThat(connection.newest.proxyStays).isTrue();
    assertThat(sum().dns().unanswered()).isZero();
    assertThat(sum().dns().queries()).isEqualTo(Lookups.EVENTS_MAX);
  }

  @Test
  void whatAnotherProxyAskedIsNotWaitedFor() {
    see(0, query("a.example."));
    see(1, atServer(query("a.example.")));
    see(20, answer("a.example.", 0));
    assertThat(tracker.dueNs(connection)).isZero();
    timePasses(60_000);
    assertThat(sum().dns().unanswered()).isZero();
  }

  @Test
  void responseOnTheThresholdIsWithinIt() {
    see(0, response(200, 500 * MS));
    see(1, response(200, 500 * MS + 1));
    assertThat(sum().http().latencies().withinThreshold()).isEqualTo(1);
    assertThat(sum().http().latencies().timed()).isEqualTo(2);
  }

  @Test
  void dnsLatencyIsTheTimeBetweenQueryAndAnswerWhereTheSourceHasNone() {
    see(0, query("shop.example."));
    see(30, answer("shop.example.", 0));
    DnsTally dns = sum().dns();
    assertThat(dns.queries()).isEqualTo(1);
    assertThat(dns.answers()).isEqualTo(NamedCounts.one("NOERROR"));
    assertThat(dns.latencies().timed()).isEqualTo(1);
    assertThat(dns.latencies().sketch().quantile(0.5)).isBetween(0.0297, 0.0303);
    timePasses(60_000);
    assertThat(sum().dns().unanswered()).isZero();
  }

  @Test
  void dnsAnswerThatArrivesBeforeItsQueryPairsWithIt() {
    see(30, answer("shop.example.", 3));
    see(0, query("shop.example."));
    timePasses(60_000);
    assertThat(sum().dns().answers()).isEqualTo(NamedCounts.one("NXDOMAIN"));
    assertThat(sum().dns().unanswered()).isZero();
  }

  @Test
  void dnsQueryWithoutAnswerIsUnansweredOnceAndTakenBackWhenTheAnswerWasInTime() {
    see(0, query("shop.example."));
    timePasses(10_000);
    assertThat(sum().dns().unanswered()).isEqualTo(1);
    see(40, answer("shop.example.", 0));
    assertThat(sum().dns().unanswered()).isZero();
    assertThat(sum().dns().answers().total()).isEqualTo(1);
  }

  @Test
  void queriesAreBoundedAndTheOldestIsGivenUp() {
    for (int i = 0; i <= Lookups.EVENTS_MAX; i++) {
      see(i, query("name-" + i + ".example."));
    }
    assertThat(connection.newest.lookups).hasSize(Lookups.EVENTS_MAX);
    assertThat(sum().dns().unanswered()).isEqualTo(1);
    assertThat(sum().dns().queries()).isEqualTo(Lookups.EVENTS_MAX + 1);
  }

  /** What goes at the limit keeps its counts, whatever of it stays behind. */
  @Test
  void pairsAtTheLimitGoTogether() {
    for (int i = 0; i < 3 * Lookups.EVENTS_MAX; i++) {
      see(2 * i, query("name-" + i + ".example."));
      see(2 * i + 1, answer("name-" + i + ".example.", 0));
    }
    timePasses(60_000);
    assertThat(connection.newest.lookups).hasSize(Lookups.EVENTS_MAX);
    assertThat(sum().dns().answers()).isEqualTo(NamedCounts.of("NOERROR", 3 * Lookups.EVENTS_MAX));
    assertThat(sum().dns().unanswered()).isZero();
  }

  /** The client's 9.9 s are the node's; a clock that is ahead reports first and says 10.0 s. */
  @Test
  void whatWasCountedInOneWindowMovesToThatOfAnEarlierReport() {
    see(10_010, atServer(syn()));
    see(10_012, atServer(synAck()));
    see(10_013, atServer(ack()));
    see(10_020, atServer(fin()));
    see(9_970, syn());
    see(9_980, fin());
    EdgeCounts before = between(0, 10_000);
    EdgeCounts after = between(10_000, 20_000);
    assertThat(before.tcp()).isEqualTo(new TcpTally(1, 1, 0, 0, 1, 0, 0));
    assertThat(after.tcp()).isEqualTo(TcpTally.NONE);
    assertThat(before.flows()).isEqualTo(2);
    assertThat(after.flows()).isEqualTo(4);
  }

  private EdgeCounts between(long fromMs, long toMs) {
    return deltas.stream()
        .filter(delta -> delta.timeNs() >= T0 + fromMs * MS && delta.timeNs() < T0 + toMs * MS)
        .map(EdgeDelta::counts)
        .reduce(EdgeCounts.NONE, EdgeCounts::plus);
  }

  @Test
  void anAnswerThatComesInBeforeItsQueryCountsAtTheQuerysTime() {
    see(10_030, answer("shop.example.", 0));
    see(9_990, query("shop.example."));
    DnsTally before = between(0, 10_000).dns();
    assertThat(before.queries()).isEqualTo(1);
    assertThat(before.answers()).isEqualTo(NamedCounts.one("NOERROR"));
    assertThat(before.latencies().sketch().quantile(0.5)).isBetween(0.0397, 0.0403);
    assertThat(between(10_000, 20_000).dns()).isEqualTo(DnsTally.NONE);
  }

  @Test
  void oneTryOnTwoNodesIsNoRetransmitWhateverTheirClocksSay() {
    see(0, syn());
    see(900, atServer(syn()));
    see(1_000, syn());
    see(1_900, atServer(syn()));
    assertThat(sum().tcp().retransmits()).isEqualTo(1);
  }

  /** Verdict, drop and what a second try passes are three places of one node. */
  @Test
  void triesOfOneNodeAreToldApartByTimeNotByPlace() {
    Flow denied = syn().toBuilder().setVerdict(Verdict.DROPPED).build();
    see(0, denied.toBuilder().setEventType(type(5)).build());
    see(0, denied.toBuilder().setEventType(type(1)).build());
    see(1_000, syn());
    assertThat(sum().tcp().retransmits()).isEqualTo(1);
    assertThat(sum().tcp().attempts()).isEqualTo(1);
  }

  private static CiliumEventType type(int type) {
    return CiliumEventType.newBuilder().setType(type).build();
  }

  /** The way back loses every SYN-ACK: the server has a connection, its client has none. */
  @Test
  void anAnswerThatOnlyTheServersSideSawIsNone() {
    see(0, syn());
    see(1, atServer(syn()));
    see(2, atServer(synAck()));
    timePasses(10_000);
    assertThat(sum().tcp()).isEqualTo(new TcpTally(1, 0, 0, 1, 0, 0, 0));
    see(3, atServer(ack()));
    assertThat(sum().tcp()).isEqualTo(new TcpTally(1, 1, 0, 0, 0, 0, 0));
  }

  @Test
  void aPacketCountsWhereItIsNearestToItsReceiver() {
    see(0, syn());
    assertThat(sum().delivered()).isEqualTo(1);
    see(1, atServer(syn()));
    see(2, syn().toBuilder().setTraceObservationPointValue(4).build());
    assertThat(sum().delivered()).isEqualTo(1);
    see(3, atServer(ack()));
    see(4, ack());
    assertThat(sum().delivered()).isEqualTo(2);
  }

  @Test
  void aPacketThatTheReceiversSideDroppedDidNotComeThrough() {
    see(0, syn());
    see(1, atServer(syn()).toBuilder().setVerdict(Verdict.DROPPED).build());
    assertThat(sum().delivered()).isZero();
  }

  @Test
  void datagramsOfAnotherPodOnTheSameAddressAreAnotherConversation() {
    see(0, query("a.example."));
    Edge first = deltas.get(0).edge();
    Flow other =
        query("a.example.").toBuilder()
            .setSource(TestFlows.FRONTEND.toBuilder().setPodName("cart-6b746f74dc-ffh56"))
            .build();
    see(30_000, other);
    see(100, answer("a.example.", 0));
    assertThat(deltas.get(deltas.size() - 1).edge()).isEqualTo(first);
    assertThat(connection.newest.lookups).hasSize(1);
    assertThat(sum().dns().answers().total()).isEqualTo(1);
  }

  @Test
  void flowWithoutAddressesCountsByItself() {
    Flow bare = request("get", "/healthz").toBuilder().clearIP().clearType().build();
    assertThat(ConnectionTracker.isTracked(bare)).isFalse();
    List<EdgeDelta> twice = new ArrayList<>(tracker.untracked(bare, T0));
    twice.addAll(tracker.untracked(bare, T0));
    assertThat(twice.stream().mapToLong(delta -> delta.counts().http().requests()).sum())
        .isEqualTo(2);
  }

  @Test
  void peerKnownFromOneObservationStaysWhenAnotherDoesNotNameIt() {
    see(0, syn());
    Edge named = deltas.get(0).edge();
    see(1, ack().toBuilder().clearSource().clearIsReply().build());
    assertThat(deltas).extracting(EdgeDelta::edge).containsOnly(named);
  }
}
