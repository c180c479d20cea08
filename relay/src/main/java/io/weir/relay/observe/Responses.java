package io.weir.relay.observe;

import com.google.protobuf.Timestamp;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.flow.LostEventSource;
import io.weir.hubble.observer.GetFlowsResponse;

/** Our events as Hubble's clients expect them. */
final class Responses {
  private Responses() {}

  /** The outer time and node name are always filled, whatever the mask leaves of the flow. */
  static GetFlowsResponse of(FlowEvent event, Mask mask) {
    GetFlowsResponse.Builder response =
        GetFlowsResponse.newBuilder().setNodeName(nodeName(event)).setTime(time(event));
    switch (event.getEventCase()) {
      case FLOW -> response.setFlow(mask.apply(event.getFlow()));
      case LOSS -> response.setLostEvents(lost(event.getLoss()));
      case NODE_STATUS -> response.setNodeStatus(event.getNodeStatus());
      // Asked for by calls of their own; an event of a newer writer has no more than node and time.
      case AGENT_EVENT, DEBUG_EVENT, EVENT_NOT_SET -> {}
    }
    return response.build();
  }

  /**
   * A follower was overtaken by the ring.
   *
   * @param afterNs time of the last event before the gap
   * @param beforeNs time of the first event after the gap
   */
  static GetFlowsResponse overrun(long count, long afterNs, long beforeNs, String node) {
    return GetFlowsResponse.newBuilder()
        .setNodeName(node)
        .setTime(EventOrder.toTimestamp(beforeNs))
        .setLostEvents(
            LostEvent.newBuilder()
                .setSource(LostEventSource.HUBBLE_RING_BUFFER)
                .setNumEventsLost(count)
                .setFirst(EventOrder.toTimestamp(Math.min(afterNs, beforeNs)))
                .setLast(EventOrder.toTimestamp(Math.max(afterNs, beforeNs))))
        .build();
  }

  /** What an upstream Hubble said, word for word; our own losses as those of a queue. */
  private static LostEvent lost(Loss loss) {
    if (loss.hasHubble()) {
      return loss.getHubble();
    }
    LostEvent.Builder lost =
        LostEvent.newBuilder()
            .setSource(LostEventSource.OBSERVER_EVENTS_QUEUE)
            .setNumEventsLost(loss.getCount());
    if (loss.getFirstNs() != 0 || loss.getLastNs() != 0) {
      lost.setFirst(EventOrder.toTimestamp(loss.getFirstNs()));
      lost.setLast(EventOrder.toTimestamp(loss.getLastNs()));
    }
    return lost.build();
  }

  /** The flow's own node name, else the name of the collector's node. */
  static String nodeName(FlowEvent event) {
    Flow flow = event.getFlow();
    return flow.getNodeName().isEmpty() ? event.getHeader().getNode() : flow.getNodeName();
  }

  private static Timestamp time(FlowEvent event) {
    return event.getFlow().hasTime()
        ? event.getFlow().getTime()
        : EventOrder.toTimestamp(EventOrder.timeNs(event));
  }
}
