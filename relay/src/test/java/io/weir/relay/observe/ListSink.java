package io.weir.relay.observe;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.weir.hubble.observer.GetAgentEventsResponse;
import io.weir.hubble.observer.GetDebugEventsResponse;
import io.weir.hubble.observer.GetFlowsResponse;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is sent. The client goes after {@code goneAfter} answers. */
final class ListSink implements FlowSink {
  private final List<Answer> sent = new ArrayList<>();
  private final int goneAfter;

  ListSink() {
    this(Integer.MAX_VALUE);
  }

  ListSink(int goneAfter) {
    this.goneAfter = goneAfter;
  }

  @Override
  public synchronized void send(Answer answer) throws ClientGoneException {
    if (isGone()) {
      throw new ClientGoneException();
    }
    sent.add(answer);
  }

  @Override
  public synchronized boolean isGone() {
    return sent.size() >= goneAfter;
  }

  private synchronized List<Answer> answers() {
    return List.copyOf(sent);
  }

  /** What a client of flows reads. */
  List<GetFlowsResponse> sent() {
    return answers().stream().map(ListSink::flows).toList();
  }

  private static GetFlowsResponse flows(Answer answer) {
    try {
      return GetFlowsResponse.parseFrom(answer.bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** When each of them was. */
  List<Timestamp> times() {
    // Responses of all kinds have their time and node under the same numbers.
    return sent().stream().map(GetFlowsResponse::getTime).toList();
  }

  /** The uuids of flows; a loss is {@code lost N}; agent and debug events by their number. */
  List<String> names() {
    return answers().stream().map(ListSink::name).toList();
  }

  private static String name(Answer answer) {
    try {
      return switch (answer.kind()) {
        case AGENT_EVENT ->
            "agent-"
                + GetAgentEventsResponse.parseFrom(answer.bytes())
                    .getAgentEvent()
                    .getEndpointUpdate()
                    .getId();
        case DEBUG_EVENT ->
            GetDebugEventsResponse.parseFrom(answer.bytes()).getDebugEvent().getMessage();
        default -> {
          GetFlowsResponse flows = flows(answer);
          yield flows.hasFlow()
              ? flows.getFlow().getUuid()
              : "lost " + flows.getLostEvents().getNumEventsLost();
        }
      };
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
