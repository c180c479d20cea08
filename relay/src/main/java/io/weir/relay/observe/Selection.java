package io.weir.relay.observe;

import com.google.protobuf.Timestamp;
import io.weir.hubble.observer.GetAgentEventsRequest;
import io.weir.hubble.observer.GetDebugEventsRequest;
import io.weir.hubble.observer.GetFlowsRequest;
import java.util.Optional;

/**
 * What the requests for flows, agent events and debug events have in common: which part of what
 * matches.
 *
 * @param number as on the wire, unsigned; 0 for no number
 * @param since both ends are included
 */
record Selection(
    long number,
    boolean first,
    boolean follow,
    Optional<Timestamp> since,
    Optional<Timestamp> until) {
  Selection {
    if (first && follow) {
      throw new IllegalArgumentException("first cannot be specified with follow");
    }
  }

  static Selection of(GetFlowsRequest request) {
    return new Selection(
        request.getNumber(),
        request.getFirst(),
        request.getFollow(),
        request.hasSince() ? Optional.of(request.getSince()) : Optional.empty(),
        request.hasUntil() ? Optional.of(request.getUntil()) : Optional.empty());
  }

  static Selection of(GetAgentEventsRequest request) {
    return new Selection(
        request.getNumber(),
        request.getFirst(),
        request.getFollow(),
        request.hasSince() ? Optional.of(request.getSince()) : Optional.empty(),
        request.hasUntil() ? Optional.of(request.getUntil()) : Optional.empty());
  }

  static Selection of(GetDebugEventsRequest request) {
    return new Selection(
        request.getNumber(),
        request.getFirst(),
        request.getFollow(),
        request.hasSince() ? Optional.of(request.getSince()) : Optional.empty(),
        request.hasUntil() ? Optional.of(request.getUntil()) : Optional.empty());
  }
}
