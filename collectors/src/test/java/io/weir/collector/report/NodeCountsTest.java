package io.weir.collector.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.Loss;
import io.weir.event.v1.NodeReport.SeenNode;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.relay.NodeState;
import io.weir.hubble.relay.NodeStatusEvent;
import io.weir.ingest.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeCountsTest {
  private static final Instant START = Instant.ofEpochSecond(1_000);

  private Instant now = START;
  private final NodeCounts counts = new NodeCounts("prod/own", () -> now);

  private static Event flow(String node) {
    return Event.newBuilder().setFlow(Flow.newBuilder().setNodeName(node)).build();
  }

  private static Event status(NodeState state, String... nodes) {
    return Event.newBuilder()
        .setNodeStatus(
            NodeStatusEvent.newBuilder()
                .setStateChange(state)
                .addAllNodeNames(List.of(nodes))
                .setMessage("because"))
        .build();
  }

  private List<SeenNode> nodes() {
    return counts.nodes(source -> Optional.empty());
  }

  @Test
  void countsFlowsOfEachNode() {
    now = START.plusSeconds(10);
    counts.add("hubble", Collections.nCopies(20, flow("prod/n1")));
    counts.add(
        "hubble",
        List.of(Event.newBuilder().setNode("prod/n1").setLoss(Loss.getDefaultInstance()).build()));
    counts.add("sockets", List.of(Event.newBuilder().setFlow(Flow.getDefaultInstance()).build()));

    assertThat(nodes()).extracting(SeenNode::getName).containsExactly("prod/n1", "prod/own");
    assertThat(nodes()).extracting(SeenNode::getSeenFlows).containsExactly(20L, 1L);
    assertThat(nodes().get(0).getFlowsRate()).isEqualTo(2.0);
    assertThat(nodes().get(0).getFirstAtNs()).isEqualTo(1_010_000_000_000L);
  }

  /** A Hubble file from a node whose clock is right has none; late events prove nothing. */
  @Test
  void saysHowFarAheadOfOurClockTheEventsSinceTheLastReportWere() {
    for (long seconds : new long[] {4, 9, -60}) {
      long timeNs = NodeCounts.nanos(START.plusSeconds(seconds));
      counts.add("hubble", List.of(flow("prod/n1").toBuilder().setObservedAtNs(timeNs).build()));
    }
    counts.add("hubble", List.of(flow("prod/n2")));
    assertThat(nodes()).extracting(SeenNode::getEventsAheadNs).containsExactly(9_000_000_000L, 0L);
    assertThat(nodes()).extracting(SeenNode::getEventsAheadNs).containsExactly(0L, 0L);
  }

  /** A host that has nothing to tell yet is there all the same. */
  @Test
  void listsItself_whenNothingWasSeen() {
    assertThat(nodes()).extracting(SeenNode::getName).containsExactly("prod/own");
    assertThat(nodes().get(0).getState()).isEqualTo(NodeState.NODE_CONNECTED);
  }

  @Test
  void remembersWhatTheUpstreamSaid() {
    counts.add(
        "hubble",
        List.of(flow("prod/n1"), status(NodeState.NODE_UNAVAILABLE, "prod/n1", "prod/n2")));

    assertThat(nodes()).extracting(SeenNode::getName).containsExactly("prod/n1", "prod/n2");
    assertThat(nodes()).allMatch(node -> node.getState() == NodeState.NODE_UNAVAILABLE);
    assertThat(nodes().get(1).getMessage()).isEqualTo("because");
    assertThat(nodes().get(1).getLastAtNs()).isZero();

    counts.add("hubble", List.of(status(NodeState.NODE_CONNECTED, "prod/n2")));
    assertThat(nodes().get(1).getState()).isEqualTo(NodeState.NODE_CONNECTED);
  }

  @Test
  void whatABrokenSourceToldOfIsOutOfReach_butNotWhereWeRun() {
    counts.add("hubble", List.of(flow("prod/n1"), flow("prod/own")));
    counts.add("sockets", List.of(flow("prod/n3")));

    List<SeenNode> seen =
        counts.nodes(source -> source.equals("hubble") ? Optional.of("gone") : Optional.empty());

    assertThat(seen)
        .extracting(SeenNode::getState)
        .containsExactly(
            NodeState.NODE_UNAVAILABLE, NodeState.NODE_CONNECTED, NodeState.NODE_CONNECTED);
    assertThat(seen.get(0).getMessage()).isEqualTo("gone");
  }

  @Test
  void namesBeyondTheLimitAreANumber_untilSilentOnesMakeRoom() {
    List<Event> events = new ArrayList<>();
    for (int n = 0; n < NodeCounts.NODES_MAX + 7; n++) {
      events.add(flow("n" + n));
    }
    counts.add("hubble", events);
    counts.add("hubble", events);
    assertThat(nodes()).hasSize(NodeCounts.NODES_MAX);
    assertThat(counts.unlisted()).isEqualTo(7);

    now = START.plus(NodeCounts.FORGET_AFTER).plus(Duration.ofSeconds(1));
    counts.add("hubble", List.of(flow("late")));
    assertThat(nodes()).extracting(SeenNode::getName).containsExactly("late");
    assertThat(counts.unlisted()).isZero();
  }
}
