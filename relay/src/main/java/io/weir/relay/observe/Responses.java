package io.weir.relay.observe;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Timestamp;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.flow.LostEventSource;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.storage.EventKind;
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
    if (stored.kind() != EventKind.FLOW) {
      return Answer.of(of(stored.event()));
    }
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

  private static GetFlowsResponse of(FlowEvent event) {
    GetFlowsResponse.Builder response =
        GetFlowsResponse.newBuilder().setNodeName(nodeName(event)).setTime(time(event));
    switch (event.getEventCase()) {
      case FLOW -> response.setFlow(event.getFlow());
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
