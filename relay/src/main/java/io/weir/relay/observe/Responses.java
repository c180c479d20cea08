package io.weir.relay.observe;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.flow.LostEventSource;
import io.weir.hubble.observer.GetAgentEventsResponse;
import io.weir.hubble.observer.GetDebugEventsResponse;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.storage.StoreException;
import io.weir.storage.StoredFlow;
import java.io.IOException;

/** Our events as Hubble's clients expect them. */
final class Responses {
  private Responses() {}

  /**
   * The answer for an event. The outer time and node name are always filled, whatever the mask
   * leaves of the flow. A flow is copied as bytes, never parsed.
   *
   * @throws StoreException if the stored bytes are damaged
   */
  static Answer of(StoredFlow stored, Mask mask) {
    return switch (stored.kind()) {
      case FLOW -> flow(stored, mask);
      case LOSS, NODE_STATUS -> Answer.of(other(stored.event()));
      case AGENT_EVENT -> new Answer(Answer.Kind.AGENT_EVENT, agentEvent(stored).toByteArray());
      case DEBUG_EVENT -> new Answer(Answer.Kind.DEBUG_EVENT, debugEvent(stored).toByteArray());
    };
  }

  private static GetAgentEventsResponse agentEvent(StoredFlow stored) {
    return GetAgentEventsResponse.newBuilder()
        .setAgentEvent(stored.event().getAgentEvent())
        .setNodeName(nodeName(stored.event()))
        .setTime(EventOrder.toTimestamp(stored.timeNs()))
        .build();
  }

  private static GetDebugEventsResponse debugEvent(StoredFlow stored) {
    return GetDebugEventsResponse.newBuilder()
        .setDebugEvent(stored.event().getDebugEvent())
        .setNodeName(nodeName(stored.event()))
        .setTime(EventOrder.toTimestamp(stored.timeNs()))
        .build();
  }

  private static Answer flow(StoredFlow stored, Mask mask) {
    try {
      ByteString wire = stored.wire();
      ByteString flow =
          WireFields.single(wire, FlowEvent.FLOW_FIELD_NUMBER).orElse(ByteString.EMPTY);
      ByteString node =
          WireFields.single(flow, Flow.NODE_NAME_FIELD_NUMBER).orElse(ByteString.EMPTY);
      if (node.isEmpty()) {
        node = ByteString.copyFromUtf8(stored.event().getHeader().getNode());
      }
      ByteString time =
          WireFields.single(flow, Flow.TIME_FIELD_NUMBER)
              .orElseGet(() -> EventOrder.toTimestamp(stored.timeNs()).toByteString());
      return join(mask.apply(flow), node, time);
    } catch (IOException e) {
      throw new StoreException("The flow of " + stored + " is damaged: " + e.getMessage(), e);
    }
  }

  private static Answer join(ByteString flow, ByteString node, ByteString time) throws IOException {
    int size =
        size(GetFlowsResponse.FLOW_FIELD_NUMBER, flow)
            + (node.isEmpty() ? 0 : size(GetFlowsResponse.NODE_NAME_FIELD_NUMBER, node))
            + size(GetFlowsResponse.TIME_FIELD_NUMBER, time);
    byte[] bytes = new byte[size];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeBytes(GetFlowsResponse.FLOW_FIELD_NUMBER, flow);
    if (!node.isEmpty()) {
      out.writeBytes(GetFlowsResponse.NODE_NAME_FIELD_NUMBER, node);
    }
    out.writeBytes(GetFlowsResponse.TIME_FIELD_NUMBER, time);
    out.checkNoSpaceLeft();
    return new Answer(Answer.Kind.FLOW, bytes);
  }

  private static int size(int field, ByteString value) {
    return CodedOutputStream.computeBytesSize(field, value);
  }

  /** An event of a newer writer has no more than node and time. */
  private static GetFlowsResponse other(FlowEvent event) {
    GetFlowsResponse.Builder response =
        GetFlowsResponse.newBuilder()
            .setNodeName(nodeName(event))
            .setTime(EventOrder.toTimestamp(EventOrder.timeNs(event)));
    if (event.hasLoss()) {
      response.setLostEvents(lost(event.getLoss()));
    } else if (event.hasNodeStatus()) {
      response.setNodeStatus(event.getNodeStatus());
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
}
