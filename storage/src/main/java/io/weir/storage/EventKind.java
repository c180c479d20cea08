package io.weir.storage;

import io.weir.event.v1.FlowEvent;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What an event of {@code weir.flows.v1} is about. */
public enum EventKind {
  FLOW,
  LOSS,
  NODE_STATUS,
  AGENT_EVENT,
  DEBUG_EVENT;

  /** What belongs to a stream of flows: flows, and what tells of flows that are missing. */
  public static final Set<EventKind> FLOWS =
      Collections.unmodifiableSet(EnumSet.of(FLOW, LOSS, NODE_STATUS));

  /** The kind of {@code event}. */
  public static EventKind of(FlowEvent event) {
    return switch (event.getEventCase()) {
      case FLOW -> FLOW;
      case NODE_STATUS -> NODE_STATUS;
      case AGENT_EVENT -> AGENT_EVENT;
      case DEBUG_EVENT -> DEBUG_EVENT;
      // An event of a kind that this version does not know must reach everybody, as losses do.
      case LOSS, EVENT_NOT_SET -> LOSS;
    };
  }
}
