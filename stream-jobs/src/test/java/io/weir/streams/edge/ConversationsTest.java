package io.weir.streams.edge;

import static io.weir.streams.TestFlows.T0;
import static io.weir.streams.TestFlows.ack;
import static io.weir.streams.TestFlows.atServer;
import static io.weir.streams.TestFlows.fin;
import static io.weir.streams.TestFlows.request;
import static io.weir.streams.TestFlows.serverFin;
import static io.weir.streams.TestFlows.syn;
import static io.weir.streams.TestFlows.synAck;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.hubble.flow.Flow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several connections, one after the other, between the same addresses and ports. */
class ConversationsTest {
  private static final long MS = 1_000_000;

  private final ConnectionTracker tracker = new ConnectionTracker(EdgeRules.DEFAULT);
  private final Connection connection = new Connection();
  private final List<EdgeDelta> deltas = new ArrayList<>();

  private void see(long atMs, Flow flow) {
    deltas.addAll(tracker.onFlow(connection, flow, T0 + atMs * MS));
  }

  private EdgeCounts sum() {
    return deltas.stream().map(EdgeDelta::counts).reduce(EdgeCounts.NONE, EdgeCounts::plus);
  }

  private void connectsAndCloses(long atMs) {
    see(atMs, syn());
    see(atMs + 1, synAck());
    see(atMs + 2, ack());
    see(atMs + 3, fin());
    see(atMs + 4, serverFin());
  }

  /** The server's node was cut off, and tells of the first connection after the second. */
  @Test
  void stragglersJoinTheConnectionThatTheyAreOf() {
    connectsAndCloses(0);
    connectsAndCloses(5_000);
    see(1, atServer(syn()));
    see(2, atServer(synAck()));
    see(4, atServer(fin()));
    see(3_500, atServer(serverFin()));
    see(5_001, atServer(syn()));
    see(5_004, atServer(fin()));
    assertThat(sum().tcp()).isEqualTo(new TcpTally(2, 2, 0, 0, 2, 0, 0));
    assertThat(connection.former).hasSize(1);
  }

  @Test
  void aConnectionThatIsIdleForHoursIsOne() {
    see(0, syn());
    see(1, synAck());
    see(7_200_000, ack());
    see(7_200_001, fin());
    assertThat(sum().tcp()).isEqualTo(new TcpTally(1, 1, 0, 0, 1, 0, 0));
    assertThat(connection.former).isEmpty();
  }

  /** The other node is told of in one go, once the first has told all. */
  @ParameterizedTest
  @ValueSource(longs = {-9_000, -5_000, -2_000, 2_000, 5_000, 9_000})
  void aClockThatIsSecondsOffMakesNoConnectionOfItsOwn(long aheadMs) {
    connectsAndCloses(0);
    atTheOther(aheadMs);
    assertThat(sum().tcp()).isEqualTo(new TcpTally(1, 1, 0, 0, 1, 0, 0));
    assertThat(connection.former).isEmpty();
  }

  @Test
  void aClockThatIsFurtherOffDoes() {
    connectsAndCloses(0);
    atTheOther(10_500);
    assertThat(sum().tcp()).isEqualTo(new TcpTally(2, 2, 0, 0, 2, 0, 0));
  }

  /** One node's clock is enough: it saw the end of the first, or its answer. */
  @Test
  void aPortUsedAgainWithinTheTimeThatClocksMayBeApartIsAnotherConnection() {
    connectsAndCloses(0);
    atTheOther(0);
    atTheOther(3_000);
    connectsAndCloses(3_000);
    see(8_000, syn());
    see(8_001, synAck());
    see(8_001, atServer(syn()));
    assertThat(sum().tcp()).isEqualTo(new TcpTally(3, 3, 0, 0, 2, 0, 0));
  }

  /** With clocks that are right, its SYN fits the second and is not taken for the first's. */
  @Test
  void aNodeThatLostTheFirstConnectionIsPairedWithTheSecond() {
    connectsAndCloses(0);
    connectsAndCloses(5_000);
    atTheOther(5_001);
    assertThat(sum().tcp()).isEqualTo(new TcpTally(2, 2, 0, 0, 2, 0, 0));
    assertThat(connection.former.get(0).view("node-2")).isNull();
    assertThat(connection.newest.view("node-2")).isNotNull();
  }

  /** The limit: it is taken for the first until the other node speaks; attempts are right then. */
  @Test
  void aNodeThatLostTheFirstConnectionAndIsTheFirstToTellOfTheSecondJoinsTheFirst() {
    connectsAndCloses(0);
    atTheOther(5_001);
    assertThat(sum().tcp().attempts()).isEqualTo(1);
    connectsAndCloses(5_000);
    assertThat(sum().tcp()).isEqualTo(new TcpTally(2, 2, 0, 0, 2, 0, 0));
  }

  private void atTheOther(long atMs) {
    see(atMs, atServer(syn()));
    see(atMs + 1, atServer(synAck()));
    see(atMs + 2, atServer(ack()));
    see(atMs + 3, atServer(fin()));
    see(atMs + 4, atServer(serverFin()));
  }

  /** Another proxy than an hour ago: it would not be heard if it were the same connection. */
  @Test
  void aRequestThatComesInBeforeItsSynIsOfTheNewConnection() {
    connectsAndCloses(0);
    see(2, request("GET", "/cart"));
    see(3_600_010, atServer(request("GET", "/cart")));
    see(3_600_000, syn());
    see(3_600_001, synAck());
    assertThat(sum().http().requests()).isEqualTo(2);
    assertThat(sum().tcp()).isEqualTo(new TcpTally(2, 2, 0, 0, 1, 0, 0));
  }

  @Test
  void aPortThatIsUsedAgainWithoutACloseIsAnotherConnection() {
    see(0, syn());
    see(1, synAck());
    see(30_000, syn());
    see(30_001, synAck());
    assertThat(sum().tcp()).isEqualTo(new TcpTally(2, 2, 0, 0, 0, 0, 0));
  }

  @Test
  void formerConnectionsAreBoundedAndKeepTheirCounts() {
    int all = Connection.FORMER_MAX + 3;
    for (int i = 0; i < all; i++) {
      connectsAndCloses(i * 5_000L);
    }
    assertThat(connection.former).hasSize(Connection.FORMER_MAX);
    assertThat(sum().tcp()).isEqualTo(new TcpTally(all, all, 0, 0, all, 0, 0));
  }

  @Test
  void nodesAndSightingsOfOneConnectionAreBounded() {
    for (int i = 0; i < 3 * Handshakes.NODES_MAX; i++) {
      see(i, syn().toBuilder().setNodeName("node-" + i).build());
    }
    for (int i = 0; i < 3 * NodeView.SYNS_MAX; i++) {
      see(100 + i, syn());
    }
    assertThat(connection.newest.views).hasSize(Handshakes.NODES_MAX);
    assertThat(connection.newest.views)
        .allSatisfy(view -> assertThat(view.syns().length).isLessThanOrEqualTo(NodeView.SYNS_MAX));
    assertThat(sum().tcp().attempts()).isEqualTo(1);
    assertThat(sum().tcp().retransmits()).isZero();
  }

  /** A node that was silent for longer than can be taken back: the oldest window stays. */
  @Test
  void packetsThatCanBeTakenBackAreBounded() {
    see(0, syn());
    see(1, synAck());
    for (int i = 0; i <= Delivery.SLOTS_MAX; i++) {
      see(5 + i * 10_000L, ack());
    }
    long toServer = sum().delivered() - 1;
    assertThat(toServer).isEqualTo(Delivery.SLOTS_MAX + 2);
    see(100_000, atServer(ack()));
    assertThat(sum().delivered() - 1).as("two of the oldest window, and this one").isEqualTo(3);
  }
}
