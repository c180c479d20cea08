package io.weir.relay.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.NodeReport;
import io.weir.event.v1.NodeReport.SeenNode;
import io.weir.hubble.relay.NodeState;
import io.weir.query.v1.NodeClock;
import io.weir.relay.observe.NodeRoster.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeRosterTest {
  private static final Instant NOW = Instant.ofEpochSecond(10_000);
  private static final Duration UP = Duration.ofHours(1);

  private final NodeRoster roster = new NodeRoster(3, Duration.ofSeconds(30), Duration.ofHours(1));

  /** A run that began an hour before its report, by a clock that is two hours late. */
  private static NodeReport.Builder report(String id, String node) {
    long reported = (NOW.getEpochSecond() - 7_200) * 1_000_000_000L;
    return NodeReport.newBuilder()
        .setId(id)
        .setNode(node)
        .setCollector(id + "-run")
        .setVersion("1.0")
        .setAddress("10.0.0.1")
        .setStartedAtNs(reported - UP.toNanos())
        .setReportedAtNs(reported);
  }

  private static SeenNode seen(String name, long flows, double rate) {
    return SeenNode.newBuilder()
        .setName(name)
        .setSeenFlows(flows)
        .setFlowsRate(rate)
        .setState(NodeState.NODE_CONNECTED)
        .build();
  }

  private void take(NodeReport.Builder report, Instant at) {
    assertThat(roster.take(report.build(), at, NOW)).isTrue();
  }

  private Known node(String name, Instant now) {
    return roster.nodes(now).get(name);
  }

  @Test
  void aNodeIsAsItsReportSays() {
    take(report("a", "n1").addNodes(seen("n1", 7, 0.5)), NOW);

    assertThat(node("n1", NOW.plusSeconds(29)))
        .isEqualTo(
            new Known(
                "n1",
                NodeState.NODE_CONNECTED,
                "1.0",
                "10.0.0.1",
                UP.plusSeconds(29),
                7,
                0.5,
                Optional.empty()));
  }

  private static NodeReport.Builder right(NodeReport.Builder report, long aheadNs) {
    return report.setClock(
        NodeReport.Clock.newBuilder().setAheadLeastNs(aheadNs - 1).setAheadMostNs(aheadNs + 1));
  }

  private static SeenNode ahead(String name, long ns) {
    return seen(name, 1, 1).toBuilder().setEventsAheadNs(ns).build();
  }

  @Test
  void aNodesClockIsAsTheRelayOfItsOwnCollectorFound() {
    take(right(report("a", "n1").addNodes(seen("n1", 7, 0.5)), -5_000), NOW);
    // Of a clock that is behind, events prove nothing.
    take(right(report("b", "central").addNodes(ahead("n1", 3_000)), 0), NOW);

    NodeClock clock = node("n1", NOW).clock().orElseThrow();
    assertThat(clock.getNode()).isEqualTo("n1");
    assertThat(clock.getAheadLeastNs()).isEqualTo(-5_001);
    assertThat(clock.getAheadMostNs()).isEqualTo(-4_999);
    assertThat(clock.getFromEvents()).isFalse();
    assertThat(node("n1", NOW.plusSeconds(30)).clock()).as("of a silent node").isEmpty();
  }

  /** Hubble's nodes have no collector of their own; that of another may be wrong itself. */
  @Test
  void eventsOfTheFutureTellOfNodesWithoutACollector() {
    take(
        right(report("a", "central").addNodes(ahead("n1", 9_000)).addNodes(seen("n2", 1, 1)), 500),
        NOW);
    NodeClock clock = node("n1", NOW).clock().orElseThrow();
    assertThat(clock.getAheadLeastNs()).isEqualTo(9_499);
    assertThat(clock.getFromEvents()).isTrue();
    assertThat(node("n2", NOW).clock()).isEmpty();

    take(right(report("a", "central").addNodes(ahead("n1", 9_000)), -60_000), NOW);
    assertThat(node("n1", NOW).clock()).as("it is the reader's clock that is behind").isEmpty();
    take(report("a", "central").addNodes(ahead("n1", 9_000)), NOW);
    assertThat(node("n1", NOW).clock()).as("nobody knows the reader's clock").isEmpty();
  }

  @Test
  void silenceMakesItUnavailable_thenForgotten() {
    take(report("a", "n1").addNodes(seen("n1", 7, 0.5)), NOW);

    Known silent = node("n1", NOW.plusSeconds(30));
    assertThat(silent.state()).isEqualTo(NodeState.NODE_UNAVAILABLE);
    assertThat(silent.seenFlows()).isZero();
    assertThat(silent.uptime()).isZero();
    assertThat(silent.version()).isEqualTo("1.0");
    assertThat(roster.nodes(NOW.plusSeconds(3_601))).isEmpty();
  }

  @Test
  void aGoodbyeMakesItUnavailableAtOnce_andANewRunConnectedAgain() {
    take(report("a", "n1").addNodes(seen("n1", 7, 0.5)).setEnding(true), NOW);
    assertThat(node("n1", NOW).state()).isEqualTo(NodeState.NODE_UNAVAILABLE);

    take(report("a", "n1").addNodes(seen("n1", 2, 0.1)), NOW.plusSeconds(5));
    assertThat(node("n1", NOW.plusSeconds(5)).state()).isEqualTo(NodeState.NODE_CONNECTED);
    assertThat(node("n1", NOW.plusSeconds(5)).seenFlows()).isEqualTo(2);
  }

  /** Hubble and the sockets of a node, by two collectors; a third one has died. */
  @Test
  void severalCollectorsOfANodeAreAddedUp_whileTheyLive() {
    take(report("dead", "n1").addNodes(seen("n1", 1_000, 9)), NOW.minusSeconds(60));
    take(report("a", "n1").addNodes(seen("n1", 7, 0.5)), NOW);
    take(
        report("b", "central").addNodes(seen("n1", 5, 1.5)).setAddress("10.0.0.2"),
        NOW.plusSeconds(1));

    Known node = node("n1", NOW.plusSeconds(1));
    assertThat(node.state()).isEqualTo(NodeState.NODE_CONNECTED);
    assertThat(node.seenFlows()).isEqualTo(12);
    assertThat(node.flowsRate()).isEqualTo(2.0);
    assertThat(node.address()).isEqualTo("10.0.0.1");
  }

  @Test
  void whatTheUpstreamSaysHolds() {
    take(
        report("a", "central")
            .addNodes(seen("n1", 1, 1).toBuilder().setState(NodeState.NODE_UNAVAILABLE))
            .addNodes(seen("n2", 1, 1).toBuilder().setState(NodeState.NODE_ERROR))
            .addNodes(seen("n3", 1, 1).toBuilder().setState(NodeState.NODE_GONE))
            .addNodes(seen("n4", 1, 1).toBuilder().setStateValue(99)),
        NOW);

    assertThat(roster.nodes(NOW).values())
        .extracting(Known::state)
        .containsExactly(
            NodeState.NODE_UNAVAILABLE,
            NodeState.NODE_ERROR,
            NodeState.NODE_GONE,
            NodeState.NODE_CONNECTED);
    assertThat(node("n4", NOW).address()).isEmpty();
  }

  @Test
  void aCollectorWithoutNodesStandsForItsOwn() {
    take(report("a", "n1"), NOW);
    assertThat(roster.nodes(NOW)).containsOnlyKeys("n1");
  }

  @Test
  void keepsNoMoreCollectorsThanTheLimit_untilOldOnesAreForgotten() {
    take(report("a", "n1"), NOW.minusSeconds(3_700));
    take(report("b", "n2"), NOW);
    take(report("c", "n3"), NOW);
    take(report("d", "n4"), NOW);
    assertThat(roster.take(report("e", "n5").build(), NOW, NOW)).isFalse();
    assertThat(roster.nodes(NOW)).containsOnlyKeys("n2", "n3", "n4");
  }
}
