package io.weir.cli.observe;

import io.weir.hubble.observer.ServerStatusResponse;
import java.util.List;
import java.util.Locale;

/** What {@code status} says after the health check; lines as Hubble writes them. */
final class StatusText {
  private StatusText() {}

  static String of(ServerStatusResponse status) {
    StringBuilder text = new StringBuilder();
    text.append("Current/Max Flows: ").append(fill(status)).append('\n');
    text.append("Flows/s: ").append(rate(status)).append('\n');
    if (status.hasNumConnectedNodes()) {
      int connected = status.getNumConnectedNodes().getValue();
      text.append("Connected Nodes: ").append(connected);
      if (status.hasNumUnavailableNodes()) {
        text.append('/').append(connected + status.getNumUnavailableNodes().getValue());
      }
      text.append('\n');
    }
    if (status.getNumUnavailableNodes().getValue() > 0) {
      unavailable(text, status);
    }
    return text.toString();
  }

  private static String fill(ServerStatusResponse status) {
    String numbers =
        String.format(Locale.ROOT, "%,d/%,d", status.getNumFlows(), status.getMaxFlows());
    return status.getMaxFlows() == 0
        ? numbers
        : String.format(
            Locale.ROOT,
            "%s (%.2f%%)",
            numbers,
            100.0 * status.getNumFlows() / status.getMaxFlows());
  }

  private static String rate(ServerStatusResponse status) {
    if (status.getFlowsRate() > 0) {
      return String.format(Locale.ROOT, "%.2f", status.getFlowsRate());
    }
    return status.getUptimeNs() == 0
        ? "N/A"
        : String.format(Locale.ROOT, "%.2f", status.getSeenFlows() / (status.getUptimeNs() / 1e9));
  }

  private static void unavailable(StringBuilder text, ServerStatusResponse status) {
    int count = status.getNumUnavailableNodes().getValue();
    List<String> names = status.getUnavailableNodesList().stream().sorted().toList();
    text.append("Unavailable Nodes: ").append(count).append('\n');
    names.forEach(name -> text.append("  - ").append(Colors.escape(name)).append('\n'));
    if (names.size() < count) {
      text.append("  and ").append(count - names.size()).append(" more...\n");
    }
  }
}
