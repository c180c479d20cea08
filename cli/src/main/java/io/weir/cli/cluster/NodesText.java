package io.weir.cli.cluster;

import io.weir.cli.observe.GoDuration;
import io.weir.flowtext.Colors;
import io.weir.hubble.observer.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Nodes as {@code hubble list nodes} prints them, sorted by name. */
final class NodesText {
  private static final String UNKNOWN = "N/A";

  private NodesText() {}

  /** All lines, the last one ended, too. */
  static String of(List<Node> nodes, ListOutput output) {
    List<Node> sorted = nodes.stream().sorted(Comparator.comparing(Node::getName)).toList();
    return output == ListOutput.json
        ? ListText.json(sorted)
        : ListText.table(rows(sorted, output == ListOutput.wide));
  }

  private static List<List<String>> rows(List<Node> nodes, boolean wide) {
    List<List<String>> rows = new ArrayList<>();
    List<String> titles =
        new ArrayList<>(List.of("NAME", "STATUS", "AGE", "FLOWS/S", "CURRENT/MAX-FLOWS"));
    if (wide) {
      titles.addAll(List.of("VERSION", "ADDRESS", "TLS"));
    }
    rows.add(titles);
    for (Node node : nodes) {
      List<String> row =
          new ArrayList<>(
              List.of(known(node.getName()), state(node), age(node), rate(node), fill(node)));
      if (wide) {
        row.addAll(List.of(known(node.getVersion()), known(node.getAddress()), tls(node)));
      }
      rows.add(row);
    }
    return rows;
  }

  private static String known(String text) {
    return text.isEmpty() ? UNKNOWN : Colors.escape(text);
  }

  private static String state(Node node) {
    return switch (node.getState()) {
      case NODE_CONNECTED -> "Connected";
      case NODE_UNAVAILABLE -> "Unavailable";
      case NODE_GONE -> "Gone";
      case NODE_ERROR -> "Error";
      default -> "Unknown";
    };
  }

  private static String age(Node node) {
    return node.getUptimeNs() > 0 ? GoDuration.seconds(node.getUptimeNs()) : UNKNOWN;
  }

  private static String rate(Node node) {
    return node.getUptimeNs() > 0
        ? String.format(Locale.ROOT, "%.2f", node.getSeenFlows() / (node.getUptimeNs() / 1e9))
        : UNKNOWN;
  }

  private static String fill(Node node) {
    return node.getMaxFlows() > 0
        ? String.format(
            Locale.ROOT,
            "%d/%d (%6.2f%%)",
            node.getNumFlows(),
            node.getMaxFlows(),
            100.0 * node.getNumFlows() / node.getMaxFlows())
        : UNKNOWN;
  }

  private static String tls(Node node) {
    return !node.hasTls() ? UNKNOWN : node.getTls().getEnabled() ? "Enabled" : "Disabled";
  }
}
