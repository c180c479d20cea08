package io.weir.relay.observe;

import io.weir.hubble.observer.GetFlowsResponse;

/**
 * One message of a stream of flows, agent events or debug events as it goes over the wire.
 *
 * @param kind for metrics
 * @param bytes the serialized response; must not change any more
 */
@SuppressWarnings("ArrayRecordComponent") // made millions of times, and never compared
record Answer(Kind kind, byte[] bytes) {
  /** What a message carries. */
  enum Kind {
    FLOW,
    LOST_EVENTS,
    NODE_STATUS,
    AGENT_EVENT,
    DEBUG_EVENT,
    UNKNOWN
  }

  static Answer of(GetFlowsResponse response) {
    Kind kind =
        switch (response.getResponseTypesCase()) {
          case FLOW -> Kind.FLOW;
          case LOST_EVENTS -> Kind.LOST_EVENTS;
          case NODE_STATUS -> Kind.NODE_STATUS;
          case RESPONSETYPES_NOT_SET -> Kind.UNKNOWN;
        };
    return new Answer(kind, response.toByteArray());
  }
}
