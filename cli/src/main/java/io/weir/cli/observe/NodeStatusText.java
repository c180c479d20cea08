package io.weir.cli.observe;

import io.weir.hubble.relay.NodeStatusEvent;
import java.util.List;

/** Which nodes the answer does not cover. Good news is not told. */
final class NodeStatusText {
  private static final int NAMES_LENGTH_MAX = 50;

  private NodeStatusText() {}

  /** {@code TIME [relay]: …}, or empty for what nobody needs to know. */
  static String of(String time, NodeStatusEvent status) {
    List<String> names = status.getNodeNamesList();
    return switch (status.getStateChange()) {
      case NODE_UNAVAILABLE ->
          time + " [relay]: " + names.size() + " nodes are unavailable: " + join(names);
      case NODE_ERROR ->
          time
              + " [relay]: Error \""
              + Colors.escape(status.getMessage())
              + "\" on "
              + names.size()
              + " nodes: "
              + join(names);
      default -> "";
    };
  }

  private static String join(List<String> names) {
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      if (joined.length() >= NAMES_LENGTH_MAX) {
        return joined + " (and " + (names.size() - i) + " more)";
      }
      joined.append(i == 0 ? "" : ", ").append(Colors.escape(names.get(i)));
    }
    return joined.toString();
  }
}
