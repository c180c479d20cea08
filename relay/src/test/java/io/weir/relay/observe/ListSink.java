package io.weir.relay.observe;

import com.google.protobuf.InvalidProtocolBufferException;
import io.weir.hubble.observer.GetFlowsResponse;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is sent. The client goes after {@code goneAfter} answers. */
final class ListSink implements FlowSink {
  private final List<GetFlowsResponse> sent = new ArrayList<>();
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
    try {
      sent.add(GetFlowsResponse.parseFrom(answer.bytes()));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public synchronized boolean isGone() {
    return sent.size() >= goneAfter;
  }

  synchronized List<GetFlowsResponse> sent() {
    return List.copyOf(sent);
  }

  /** The uuids of flows; a loss is {@code lost N}. */
  List<String> names() {
    return sent().stream()
        .map(
            response ->
                response.hasFlow()
                    ? response.getFlow().getUuid()
                    : "lost " + response.getLostEvents().getNumEventsLost())
        .toList();
  }
}
