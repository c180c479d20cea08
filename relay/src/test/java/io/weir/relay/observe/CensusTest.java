package io.weir.relay.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.NodeReport;
import io.weir.event.v1.NodeReport.SeenNode;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.Node;
import io.weir.hubble.relay.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CensusTest {
  private Instant now = Instant.ofEpochSecond(10_000);
  private final Census census =
      new Census(ObserveConfig.DEFAULT, () -> now, new ObserveMetrics(new PrometheusRegistry()));

  private static NodeReport report(String id, String node, NodeState state, long flows) {
    return NodeReport.newBuilder()
        .setId(id)
        .setNode(node)
        .setVersion("0.1.0")
        .setStartedAtNs(1)
        .setReportedAtNs(1_000_000_000)
        .addNodes(
            SeenNode.newBuilder()
                .setName(node)
                .setState(state)
                .setSeenFlows(flows)
                .setFlowsRate(flows / 10.0))
        .build();
  }

  private static FlowEvent flowOf(String node) {
    FlowEvent.Builder event = TestEvents.flow(1, 1).toBuilder();
    event.getFlowBuilder().setNodeName(node);
    return event.build();
  }

  private List<String> names() {
    return census.nodes().stream().map(Node::getName).toList();
  }

  @Test
  void reportsComeBeforeWhatWasSeen_andOldCollectorsAreListedAllTheSame() {
    census.report(report("a", "prod/n1", NodeState.NODE_CONNECTED, 50), now);
    census.add(flowOf("prod/n1"));
    census.add(flowOf("prod/old"));

    assertThat(names()).containsExactly("prod/n1", "prod/old");
    Node reported = census.nodes().get(0);
    assertThat(reported.getSeenFlows()).isEqualTo(50);
    assertThat(reported.getNumFlows()).isEqualTo(1);
    assertThat(reported.getMaxFlows()).isEqualTo(65_536);
    assertThat(reported.getVersion()).isEqualTo("weir v0.1.0");
    assertThat(reported.getTls().getEnabled()).isFalse();
    assertThat(census.nodes().get(1).getState()).isEqualTo(NodeState.NODE_CONNECTED);
    assertThat(census.totals().seenFlows()).isEqualTo(51);
  }

  /** A report is some seconds old, and a sender without reports may share the node's name. */
  @Test
  void aNodeHasSeenNoFewerFlowsThanCameHere() {
    census.report(report("a", "prod/n1", NodeState.NODE_CONNECTED, 2), now);
    for (int i = 0; i < 5; i++) {
      census.add(flowOf("prod/n1"));
    }
    census.add(TestEvents.loss(9, 1, 7));

    assertThat(census.nodes().get(0).getSeenFlows()).isEqualTo(5);
    assertThat(census.totals().seenFlows()).isEqualTo(5);
  }

  @Test
  void theSumIsOverConnectedNodes() {
    census.report(report("a", "n1", NodeState.NODE_CONNECTED, 50), now);
    census.report(report("b", "n2", NodeState.NODE_CONNECTED, 30), now);
    census.report(report("c", "n3", NodeState.NODE_CONNECTED, 20), now.minusSeconds(31));

    Census.Totals totals = census.totals();
    assertThat(totals.connected()).isEqualTo(2);
    assertThat(totals.unavailable()).containsExactly("n3");
    assertThat(totals.seenFlows()).isEqualTo(80);
    assertThat(totals.flowsRate()).isEqualTo(8.0);
    assertThat(totals.uptime()).isEqualTo(Duration.ofNanos(999_999_999));
  }

  @Test
  void aNodeThatIsGoneIsNotListed_evenIfItsFlowsWere() {
    census.add(flowOf("n1"));
    census.report(report("a", "n1", NodeState.NODE_GONE, 50), now);

    assertThat(names()).isEmpty();
    assertThat(census.totals().unavailable()).isEmpty();
  }

  @Test
  void countsOnlyAsManyNewestFlowsAsTheRingHolds() {
    for (int i = 0; i < 65_536; i++) {
      census.add(flowOf("n1"));
    }
    for (int i = 0; i < 36; i++) {
      census.add(flowOf("n2"));
    }
    assertThat(census.nodes()).extracting(Node::getNumFlows).containsExactly(65_500L, 36L);
  }

  @Test
  void listenersHearOfChangesAlone() {
    List<List<String>> heard = new ArrayList<>();
    census.addListener(
        nodes -> heard.add(nodes.stream().map(n -> n.getName() + n.getStateValue()).toList()));
    census.report(report("a", "n1", NodeState.NODE_CONNECTED, 50), now);
    census.tick();
    census.report(report("a", "n1", NodeState.NODE_CONNECTED, 99), now);
    now = now.plusSeconds(29);
    census.tick();
    now = now.plusSeconds(1);
    census.tick();
    census.tick();

    assertThat(heard).containsExactly(List.of(), List.of("n11"), List.of("n12"));
  }

  @Test
  void streamsBeginWithWhoIsThere() throws InvalidProtocolBufferException {
    census.report(report("a", "n1", NodeState.NODE_CONNECTED, 50), now);
    census.report(report("b", "n2", NodeState.NODE_CONNECTED, 50), now);
    census.report(report("c", "n3", NodeState.NODE_ERROR, 50), now);

    List<Answer> answers = NodeStatusAnswers.of(census.nodes(), "weir", now);
    assertThat(answers).hasSize(2);
    GetFlowsResponse connected = GetFlowsResponse.parseFrom(answers.get(0).bytes());
    assertThat(connected.getNodeStatus().getStateChange()).isEqualTo(NodeState.NODE_CONNECTED);
    assertThat(connected.getNodeStatus().getNodeNamesList()).containsExactly("n1", "n2");
    assertThat(connected.getTime().getSeconds()).isEqualTo(10_000);
    GetFlowsResponse unavailable = GetFlowsResponse.parseFrom(answers.get(1).bytes());
    assertThat(unavailable.getNodeStatus().getStateChange()).isEqualTo(NodeState.NODE_UNAVAILABLE);
    assertThat(unavailable.getNodeStatus().getNodeNamesList()).containsExactly("n3");
    assertThat(NodeStatusAnswers.of(List.of(), "weir", now)).isEmpty();
  }
}
