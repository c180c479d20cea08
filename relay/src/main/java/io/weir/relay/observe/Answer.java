package io.weir.relay.observe;

import io.weir.hubble.observer.GetFlowsResponse;

/**
 * One message of a GetFlows stream as it goes over the wire.
 *
 * @param kind for metrics
 * @param bytes a serialized {@link GetFlowsResponse}; must not change any more
 */
@SuppressWarnings("ArrayRecordComponent") // made millions of times, and never compared
record Answer(Kind kind, byte[] bytes) {
  /** What a message carries. */
  enum Kind {
    FLOW,
    LOST_EVENTS,
    NODE_STATUS,
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
