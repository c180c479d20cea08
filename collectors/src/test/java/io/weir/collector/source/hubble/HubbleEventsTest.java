package io.weir.collector.source.hubble;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.weir.hubble.flow.AgentEvent;
import io.weir.hubble.flow.AgentEventType;
import io.weir.hubble.flow.DebugEvent;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.observer.ExportEvent;
import io.weir.hubble.observer.GetAgentEventsResponse;
import io.weir.hubble.observer.GetDebugEventsResponse;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.relay.NodeStatusEvent;
import io.weir.ingest.v1.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class HubbleEventsTest {
  private static final Timestamp TIME = Timestamp.newBuilder().setSeconds(7).setNanos(5).build();

  private static Event event(ExportEvent item) {
    return HubbleEvents.event("hubble", item, 99).orElseThrow();
  }

  @Test
  void agentEventsKeepTheirNodeAndTime() {
    AgentEvent agent = AgentEvent.newBuilder().setType(AgentEventType.AGENT_STARTED).build();

    Event event =
        event(
            HubbleEvents.item(
                GetAgentEventsResponse.newBuilder()
                    .setAgentEvent(agent)
                    .setNodeName("prod/n1")
                    .setTime(TIME)
                    .build()));

    assertThat(event.getAgentEvent()).isEqualTo(agent);
    assertThat(event.getNode()).isEqualTo("prod/n1");
    assertThat(event.getObservedAtNs()).isEqualTo(7_000_000_005L);
    assertThat(event.getSource()).isEqualTo("hubble");
  }

  @Test
  void debugEventsKeepTheirNodeAndTime() {
    DebugEvent debug = DebugEvent.newBuilder().setMessage("conntrack lookup").build();

    Event event =
        event(
            HubbleEvents.item(
                GetDebugEventsResponse.newBuilder()
                    .setDebugEvent(debug)
                    .setNodeName("prod/n1")
                    .setTime(TIME)
                    .build()));

    assertThat(event.getDebugEvent()).isEqualTo(debug);
    assertThat(event.getNode()).isEqualTo("prod/n1");
    assertThat(event.getObservedAtNs()).isEqualTo(7_000_000_005L);
  }

  @Test
  void whatHasNoTimeHappensNow() {
    Event event = event(HubbleEvents.item(GetDebugEventsResponse.getDefaultInstance()));
    assertThat(event.getObservedAtNs()).isEqualTo(99);
    assertThat(event.hasDebugEvent()).isTrue();
  }

  @Test
  void aNewerServersItemIsNoEvent() {
    ExportEvent unknown = HubbleEvents.item(GetFlowsResponse.getDefaultInstance());
    assertThat(HubbleEvents.event("hubble", unknown, 99)).isEmpty();
    assertThat(HubbleEvents.kind(unknown)).isEqualTo("unknown");
  }

  @Test
  void eachKindHasAName() {
    assertThat(
            List.of(
                ExportEvent.newBuilder().setFlow(Flow.getDefaultInstance()).build(),
                ExportEvent.newBuilder().setLostEvents(LostEvent.getDefaultInstance()).build(),
                ExportEvent.newBuilder()
                    .setNodeStatus(NodeStatusEvent.getDefaultInstance())
                    .build(),
                ExportEvent.newBuilder().setAgentEvent(AgentEvent.getDefaultInstance()).build(),
                ExportEvent.newBuilder().setDebugEvent(DebugEvent.getDefaultInstance()).build()))
        .extracting(HubbleEvents::kind)
        .containsExactly("flow", "loss", "node_status", "agent_event", "debug_event");
  }
}
