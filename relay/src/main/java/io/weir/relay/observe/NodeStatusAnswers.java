package io.weir.relay.observe;

import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.Node;
import io.weir.hubble.relay.NodeState;
import io.weir.hubble.relay.NodeStatusEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a stream of flows begins, as hubble-relay's does: which nodes are connected, then which are
 * out of reach. Command lines print the second to stderr. Pure.
 */
final class NodeStatusAnswers {
  private NodeStatusAnswers() {}

  /**
   * At most two answers, none for no nodes.
   *
   * @param server our own name
   */
  static List<Answer> of(List<Node> nodes, String server, Instant now) {
    List<String> connected = names(nodes, true);
    List<String> unavailable = names(nodes, false);
    List<Answer> answers = new ArrayList<>();
    if (!connected.isEmpty()) {
      answers.add(answer(NodeState.NODE_CONNECTED, connected, server, now));
    }
    if (!unavailable.isEmpty()) {
      answers.add(answer(NodeState.NODE_UNAVAILABLE, unavailable, server, now));
    }
    return answers;
  }

  private static List<String> names(List<Node> nodes, boolean connected) {
    return nodes.stream()
        .filter(node -> (node.getState() == NodeState.NODE_CONNECTED) == connected)
        .map(Node::getName)
        .toList();
  }

  private static Answer answer(NodeState state, List<String> names, String server, Instant now) {
    return Answer.of(
        GetFlowsResponse.newBuilder()
            .setNodeName(server)
            .setTime(
                com.google.protobuf.Timestamp.newBuilder()
                    .setSeconds(now.getEpochSecond())
                    .setNanos(now.getNano()))
            .setNodeStatus(
                NodeStatusEvent.newBuilder().setStateChange(state).addAllNodeNames(names))
            .build());
  }
}
