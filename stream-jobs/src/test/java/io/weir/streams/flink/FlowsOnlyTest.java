package io.weir.streams.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.AgentEvent;
import io.weir.hubble.flow.DebugEvent;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.relay.NodeStatusEvent;
import org.junit.jupiter.api.Test;

class FlowsOnlyTest {
  /** The topic carries what the relay shows; connections are made of flows. */
  @Test
  void keepsFlowsAndNothingElse() {
    FlowsOnly flowsOnly = new FlowsOnly();

    assertThat(flowsOnly.filter(event().setFlow(Flow.getDefaultInstance()).build())).isTrue();
    for (FlowEvent.Builder other :
        new FlowEvent.Builder[] {
          event().setLoss(Loss.getDefaultInstance()),
          event().setNodeStatus(NodeStatusEvent.getDefaultInstance()),
          event().setAgentEvent(AgentEvent.getDefaultInstance()),
          event().setDebugEvent(DebugEvent.getDefaultInstance()),
          event()
        }) {
      assertThat(flowsOnly.filter(other.build())).as("%s", other.getEventCase()).isFalse();
    }
  }

  private static FlowEvent.Builder event() {
    return FlowEvent.newBuilder();
  }
}
