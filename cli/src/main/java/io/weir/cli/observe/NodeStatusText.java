package io.weir.cli.observe;

import io.weir.flowtext.Colors;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.relay.NodeState;
import io.weir.hubble.relay.NodeStatusEvent;
import java.util.List;

/**
 * Which nodes the answer covers and which not, for standard error. Good news is told only to those
 * who look for mistakes.
 *
 * @param times how to write times
 * @param debug whether to tell good news too
 */
record NodeStatusText(Times times, boolean debug) {
  private static final int NAMES_LENGTH_MAX = 50;
  private static final String SEPARATOR = ", ";

  /** Whether anybody needs to know. */
  boolean isNews(GetFlowsResponse response) {
    if (!response.hasNodeStatus()) {
      return false;
    }
    return switch (response.getNodeStatus().getStateChange()) {
      case NODE_UNAVAILABLE, NODE_ERROR -> true;
      case UNKNOWN_NODE_STATE, NODE_CONNECTED, NODE_GONE, UNRECOGNIZED -> debug;
    };
  }

  /** {@code TIME [relay]: …}. */
  String sentence(GetFlowsResponse response) {
    NodeStatusEvent status = response.getNodeStatus();
    String relay = response.getNodeName().isEmpty() ? "relay" : response.getNodeName();
    String names = join(status.getNodeNamesList());
    int count = status.getNodeNamesCount();
    String what =
        switch (status.getStateChange()) {
          case NODE_CONNECTED -> "Receiving flows from " + count + " nodes: " + names;
          case NODE_UNAVAILABLE -> count + " nodes are unavailable: " + names;
          case NODE_GONE -> count + " nodes removed from cluster: " + names;
          case NODE_ERROR ->
              "Error " + quoted(status.getMessage()) + " on " + count + " nodes: " + names;
          case UNKNOWN_NODE_STATE, UNRECOGNIZED ->
              "unknown node status "
                  + status.getStateChangeValue()
                  + " of "
                  + count
                  + " nodes: "
                  + names;
        };
    return times.text(response.getTime()) + " [" + Colors.escape(relay) + "]: " + what;
  }

  /** The same as a record. */
  String record(GetFlowsResponse response) {
    NodeStatusEvent status = response.getNodeStatus();
    NodeState state = status.getStateChange();
    return DictPrinter.record(
        List.of(
            new EventText.Entry("TIMESTAMP", times.text(response.getTime())),
            new EventText.Entry(
                "STATE",
                state == NodeState.UNRECOGNIZED
                    ? Integer.toString(status.getStateChangeValue())
                    : state.name()),
            new EventText.Entry("NODES", join(status.getNodeNamesList())),
            new EventText.Entry(
                "MESSAGE", status.getMessage().isEmpty() ? "N/A" : quoted(status.getMessage()))));
  }

  private static String quoted(String message) {
    return '"' + Colors.escape(message).replace("\"", "\\\"") + '"';
  }

  /** At least one name, and no more than fit into {@link #NAMES_LENGTH_MAX} characters. */
  static String join(List<String> names) {
    StringBuilder joined = new StringBuilder();
    int length = 0;
    for (int i = 0; i < names.size(); i++) {
      length += names.get(i).length() + SEPARATOR.length();
      if (i > 0 && length > NAMES_LENGTH_MAX) {
        return joined + " (and " + (names.size() - i) + " more)";
      }
      joined.append(i == 0 ? "" : SEPARATOR).append(Colors.escape(names.get(i)));
    }
    return joined.toString();
  }
}
