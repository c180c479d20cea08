package io.weir.streams.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.codec.Codecs;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.AgentEvent;
import io.weir.hubble.flow.DebugEvent;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.relay.NodeStatusEvent;
import io.weir.streams.TestFlows;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

class RawFlowsTest {
  /** The topic carries what the relay shows; connections are made of flows. */
  @Test
  void keepsFlowsAndNothingElse() {
    assertThat(sent(event().setFlow(Flow.getDefaultInstance()))).hasSize(1);
    for (FlowEvent.Builder other :
        new FlowEvent.Builder[] {
          event().setLoss(Loss.getDefaultInstance()),
          event().setNodeStatus(NodeStatusEvent.getDefaultInstance()),
          event().setAgentEvent(AgentEvent.getDefaultInstance()),
          event().setDebugEvent(DebugEvent.getDefaultInstance())
        }) {
      assertThat(sent(other)).as("%s", other.getEventCase()).isEmpty();
    }
  }

  @Test
  void aFlowStaysAsItCame_underTheNumberOfItsConnection() throws Exception {
    FlowEvent event = TestFlows.event(TestFlows.syn(), TestFlows.T0, 7);
    RawFlow sent = sent(event.toBuilder()).get(0);
    assertThat(sent.connection()).isEqualTo(TopicKeys.connectionHash(event.getFlow()));
    assertThat(sent.origin()).isEqualTo("weir.flows.v1-3@42");
    assertThat(sent.decodeWhole()).isEqualTo(event);
    RawFlow received = new RawFlowFormat().decode(new RawFlowFormat().encode(sent));
    assertThat(received.connection()).isEqualTo(sent.connection());
    assertThat(received.origin()).isEqualTo(sent.origin());
    assertThat(received.value()).isEqualTo(sent.value());
  }

  private static List<RawFlow> sent(FlowEvent.Builder event) {
    byte[] value = Codecs.flows().encode(event.build());
    List<RawFlow> sent = new ArrayList<>();
    new RawFlows()
        .flatMap(
            Received.of(Topic.FLOWS, 3, 42, TestFlows.T0 / 1_000_000, value),
            new ListCollector<>(sent));
    return sent;
  }

  private static FlowEvent.Builder event() {
    return FlowEvent.newBuilder().setHeader(EventHeader.newBuilder().setObservedAtNs(TestFlows.T0));
  }
}
