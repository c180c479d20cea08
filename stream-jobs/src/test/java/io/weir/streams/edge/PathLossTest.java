package io.weir.streams.edge;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static io.weir.streams.TestFlows.atServer;
import static io.weir.streams.TestFlows.syn;
import static io.weir.streams.TestFlows.synAck;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.hubble.flow.CiliumEventType;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.TraceObservationPoint;
import io.weir.hubble.flow.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A SYN that leaves node-1 for the checkout, which lives on node-2 at 10.0.0.2. */
class PathLossTest {
  private static final long MS = 1_000_000;

  private final ConnectionTracker tracker = new ConnectionTracker(EdgeRules.DEFAULT);
  private final Connection connection = new Connection();
  private final PathLoss paths = new PathLoss();
  private TcpTally tcp = TcpTally.NONE;

  private void see(long atMs, Flow flow) {
    take(tracker.onFlow(connection, flow, T0 + atMs * MS));
  }

  private void timePasses(long untilMs) {
    take(tracker.onTime(connection, T0 + untilMs * MS));
  }

  private void take(List<EdgeDelta> deltas) {
    deltas.forEach(delta -> tcp = tcp.plus(delta.counts().tcp()));
    for (PathClaim claim : new ArrayList<>(connection.claims)) {
      paths.claimed(claim).ifPresent(delta -> tcp = tcp.plus(delta.counts().tcp()));
    }
    connection.claims.clear();
  }

  /** Somebody else's packet at the checkout's own node. */
  private void checkoutReports(String node, long atMs) {
    Flow other = atServer(syn()).toBuilder().setNodeName(node).build();
    paths.sighted(Sighting.of(other, T0 + atMs * MS).orElseThrow());
  }

  @Test
  void attemptThatTheServersNodeNeverSawIsLostOnThePath() {
    checkoutReports("node-2", -2_000);
    see(0, syn());
    timePasses(10_000);
    assertThat(tcp.pathLost()).isEqualTo(1);
    assertThat(tcp.unanswered()).isEqualTo(1);
  }

  @Test
  void silenceOfANodeThatDoesNotReportIsNoLoss() {
    see(0, syn());
    timePasses(10_000);
    assertThat(tcp.pathLost()).as("nobody knows where the server lives").isZero();

    checkoutReports("node-2", -60_000);
    connection.newest = new Conversation();
    see(20_000, syn());
    timePasses(30_000);
    assertThat(tcp.pathLost()).as("its node was silent at the time").isZero();
  }

  @Test
  void pathWithinANodeIsNoPath() {
    checkoutReports("node-1", 0);
    see(0, syn());
    timePasses(10_000);
    assertThat(tcp.pathLost()).isZero();
  }

  @Test
  void serverThatSawTheSynAndKeptSilentIsNotThePathsFault() {
    checkoutReports("node-2", 0);
    see(0, syn());
    see(1, atServer(syn()));
    timePasses(10_000);
    assertThat(tcp.unanswered()).isEqualTo(1);
    assertThat(tcp.pathLost()).isZero();
  }

  @Test
  void synDroppedAtTheServersSideArrivedThere() {
    checkoutReports("node-2", 0);
    see(0, syn());
    see(1, atServer(syn()).toBuilder().setVerdict(Verdict.DROPPED).build());
    timePasses(10_000);
    assertThat(tcp.pathLost()).isZero();
  }

  @Test
  void synDroppedAtItsOwnNodeNeverLeft() {
    checkoutReports("node-2", 0);
    see(0, syn());
    see(1, syn().toBuilder().setVerdict(Verdict.DROPPED).build());
    timePasses(10_000);
    assertThat(tcp.pathLost()).isZero();
  }

  @Test
  void packetThatIsOnlyJudgedHasNotLeftYet() {
    checkoutReports("node-2", 0);
    see(0, syn().toBuilder().setEventType(CiliumEventType.newBuilder().setType(5)).build());
    see(0, syn().toBuilder().setTraceObservationPoint(TraceObservationPoint.FROM_ENDPOINT).build());
    timePasses(10_000);
    assertThat(tcp.unanswered()).isEqualTo(1);
    assertThat(tcp.pathLost()).isZero();
  }

  /** The server's collector was cut off and delivers its flows after the verdict. */
  @Test
  void lossIsTakenBackWhenTheServersSideComesToLight() {
    checkoutReports("node-2", 0);
    see(0, syn());
    timePasses(10_000);
    see(1, atServer(syn()));
    see(2, synAck());
    assertThat(tcp).isEqualTo(new TcpTally(1, 1, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void claimThatWasNoLossHasNothingToTakeBack() {
    see(0, syn());
    timePasses(10_000);
    checkoutReports("node-2", 0);
    see(1, atServer(syn()));
    assertThat(tcp.pathLost()).isZero();
  }

  @Test
  void repliesTellWhereTheirSenderLives() {
    assertThat(Sighting.of(atServer(synAck()), T0))
        .isEqualTo(Optional.of(new Sighting("10.0.0.2", "node-2", T0 / (10 * SECOND))));
    assertThat(Sighting.of(synAck(), T0)).map(Sighting::ip).hasValue("10.0.0.1");
    assertThat(Sighting.of(syn(), T0)).map(Sighting::ip).hasValue("10.0.0.1");
    assertThat(Sighting.of(syn().toBuilder().clearNodeName().build(), T0)).isEmpty();
  }

  @Test
  void memoryIsBounded() {
    for (int i = 0; i <= PathLoss.HOMES_MAX; i++) {
      paths.sighted(new Sighting("ip-" + i, "node-" + i % 3, i));
    }
    assertThat(paths.homes()).hasSize(PathLoss.HOMES_MAX).doesNotContainKey("ip-0");
    assertThat(paths.reports().get("node-0")).hasSize(PathLoss.PERIODS_MAX);
  }
}
