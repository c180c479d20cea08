package io.weir.streams.edge;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.codec.Codecs;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.Flow;
import io.weir.streams.HubbleFiles;
import io.weir.streams.TestFlows;
import io.weir.streams.drop.DropDelta;
import io.weir.topic.TopicKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nothing that a rule looks at may be left out: both readings of an event must count the same. */
class RuleFieldsTest {
  private final ConnectionTracker tracker = new ConnectionTracker(EdgeRules.DEFAULT);

  private static List<Flow> made() {
    return List.of(
        TestFlows.syn(),
        TestFlows.atServer(TestFlows.syn()),
        TestFlows.synAck(),
        TestFlows.ack(),
        TestFlows.request("GET", "http://checkout:8080/cart/17"),
        TestFlows.response(503, 5_000_000),
        TestFlows.query("checkout."),
        TestFlows.answer("checkout.", 3),
        TestFlows.fin(),
        TestFlows.serverRst());
  }

  private static List<Flow> recorded() {
    List<Flow> flows = new ArrayList<>();
    for (Path file : HubbleFiles.all()) {
      flows.addAll(HubbleFiles.flows(file.getFileName().toString()));
    }
    assertThat(flows).hasSizeGreaterThan(1_000);
    return flows;
  }

  @Test
  void madeFlowsCountTheSame() throws Exception {
    countTheSame(made());
  }

  @Test
  void recordedFlowsCountTheSame() throws Exception {
    countTheSame(recorded());
  }

  private void countTheSame(List<Flow> flows) throws Exception {
    Map<Long, Connection> whole = new HashMap<>();
    Map<Long, Connection> part = new HashMap<>();
    int seq = 0;
    for (Flow flow : flows) {
      FlowEvent event = TestFlows.event(flow, T0 + seq * SECOND, ++seq);
      byte[] value = Codecs.flows().encode(event);
      FlowEvent read = RuleFields.all().decode(value);
      FlowEvent route = RuleFields.route().decode(value);
      assertThat(deltas(read, part)).as("%s", flow).isEqualTo(deltas(event, whole));
      assertThat(DropDelta.of(read)).as("%s", flow).isEqualTo(DropDelta.of(event));
      assertThat(TopicKeys.connectionHash(route.getFlow()))
          .isEqualTo(TopicKeys.connectionHash(flow));
      assertThat(Sighting.of(route.getFlow(), 1)).isEqualTo(Sighting.of(flow, 1));
      assertThat(FlowFacts.dropReason(route.getFlow()).isPresent())
          .isEqualTo(FlowFacts.dropReason(flow).isPresent());
      assertThat(FlowFacts.timeNs(route)).isEqualTo(FlowFacts.timeNs(event));
      assertThat(route.getHeader()).isEqualTo(event.getHeader());
    }
  }

  private List<EdgeDelta> deltas(FlowEvent event, Map<Long, Connection> connections) {
    Flow flow = event.getFlow();
    long timeNs = FlowFacts.timeNs(event);
    if (!ConnectionTracker.isTracked(flow)) {
      return tracker.untracked(flow, timeNs);
    }
    Connection connection =
        connections.computeIfAbsent(TopicKeys.connectionHash(flow), key -> new Connection());
    return tracker.onFlow(connection, flow, timeNs);
  }
}
