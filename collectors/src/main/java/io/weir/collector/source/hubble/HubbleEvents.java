package io.weir.collector.source.hubble;

import com.google.protobuf.Timestamp;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.observer.ExportEvent;
import io.weir.hubble.observer.GetAgentEventsResponse;
import io.weir.hubble.observer.GetDebugEventsResponse;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.ingest.v1.Event;
import java.util.Optional;

/**
 * Hubble's items as events of ours. Pure. The flow in an event equals the one that came in, field
 * for field: whatever is derived stands beside it.
 */
public final class HubbleEvents {
  private static final long NS_PER_SECOND = 1_000_000_000;

  private HubbleEvents() {}

  /** An item of the live stream in the form that files have; the two differ in their name alone. */
  public static ExportEvent item(GetFlowsResponse response) {
    ExportEvent.Builder item = ExportEvent.newBuilder().setNodeName(response.getNodeName());
    if (response.hasTime()) {
      item.setTime(response.getTime());
    }
    switch (response.getResponseTypesCase()) {
      case FLOW -> item.setFlow(response.getFlow());
      case NODE_STATUS -> item.setNodeStatus(response.getNodeStatus());
      case LOST_EVENTS -> item.setLostEvents(response.getLostEvents());
      case RESPONSETYPES_NOT_SET -> {} // of a newer server
    }
    return item.build();
  }

  /** An item of the stream of agent events. */
  static ExportEvent item(GetAgentEventsResponse response) {
    ExportEvent.Builder item =
        ExportEvent.newBuilder()
            .setNodeName(response.getNodeName())
            .setAgentEvent(response.getAgentEvent());
    if (response.hasTime()) {
      item.setTime(response.getTime());
    }
    return item.build();
  }

  /** An item of the stream of debug events. */
  static ExportEvent item(GetDebugEventsResponse response) {
    ExportEvent.Builder item =
        ExportEvent.newBuilder()
            .setNodeName(response.getNodeName())
            .setDebugEvent(response.getDebugEvent());
    if (response.hasTime()) {
      item.setTime(response.getTime());
    }
    return item.build();
  }

  /** What metrics call an item. */
  public static String kind(ExportEvent item) {
    return switch (item.getResponseTypesCase()) {
      case FLOW -> "flow";
      case LOST_EVENTS -> "loss";
      case NODE_STATUS -> "node_status";
      case AGENT_EVENT -> "agent_event";
      case DEBUG_EVENT -> "debug_event";
      case RESPONSETYPES_NOT_SET -> "unknown";
    };
  }

  /**
   * The event for an item.
   *
   * @param source the source's name
   * @param nowNs event time of items that carry none
   * @return empty for items of a kind that is not known here
   */
  public static Optional<Event> event(String source, ExportEvent item, long nowNs) {
    Event.Builder event =
        Event.newBuilder()
            .setSource(source)
            .setObservedAtNs(timeNs(item).orElse(nowNs))
            .setNode(node(item));
    switch (item.getResponseTypesCase()) {
      case FLOW -> event.setFlow(item.getFlow());
      case NODE_STATUS -> event.setNodeStatus(item.getNodeStatus());
      case LOST_EVENTS -> event.setLoss(loss(item.getLostEvents(), event.getObservedAtNs()));
      case AGENT_EVENT -> event.setAgentEvent(item.getAgentEvent());
      case DEBUG_EVENT -> event.setDebugEvent(item.getDebugEvent());
      case RESPONSETYPES_NOT_SET -> {
        return Optional.empty();
      }
    }
    return Optional.of(event.build());
  }

  /** When the item was observed: the flow's own time, else the one around it. */
  public static Optional<Long> timeNs(ExportEvent item) {
    return nanos(item.getFlow().getTime()).or(() -> nanos(item.getTime()));
  }

  private static String node(ExportEvent item) {
    return item.getNodeName().isEmpty() ? item.getFlow().getNodeName() : item.getNodeName();
  }

  /**
   * Hubble tells first and last only since 1.19; before, the time of the message is all we have.
   */
  private static Loss loss(LostEvent lost, long observedAtNs) {
    return Loss.newBuilder()
        .setStage("hubble")
        .setReason("overrun")
        .setCount(lost.getNumEventsLost())
        .setFirstNs(nanos(lost.getFirst()).orElse(observedAtNs))
        .setLastNs(nanos(lost.getLast()).orElse(observedAtNs))
        .setHubble(lost)
        .build();
  }

  /** Empty when absent, before 1970, or beyond 2262, where nanoseconds end. */
  private static Optional<Long> nanos(Timestamp time) {
    try {
      long ns =
          Math.addExact(Math.multiplyExact(time.getSeconds(), NS_PER_SECOND), time.getNanos());
      return ns > 0 ? Optional.of(ns) : Optional.empty();
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }
}
