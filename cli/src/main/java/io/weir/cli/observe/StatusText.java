package io.weir.cli.observe;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.util.JsonFormat;
import io.weir.cli.observe.StatusCommand.Output;
import io.weir.flowtext.Colors;
import io.weir.hubble.observer.ServerStatusResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code status} says after the health check; lines as Hubble writes them. */
final class StatusText {
  private static final String UNKNOWN = "N/A";

  /** One number with its title, as tables and dictionaries show it. */
  private record Field(String title, String value) {}

  private StatusText() {}

  /** All lines, the last one ended, too. */
  static String of(ServerStatusResponse status, Output output) {
    return switch (output) {
      case compact -> compact(status);
      case dict -> dict(fields(status, "NUM UNAVAIL. NODES"));
      case table -> table(fields(status, "NUM UNAVAILABLE NODES"));
      case json -> json(status);
    };
  }

  private static String json(ServerStatusResponse status) {
    try {
      return JsonFormat.printer()
              .preservingProtoFieldNames()
              .omittingInsignificantWhitespace()
              .print(status)
          + "\n";
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("numbers and text always have a JSON form", e);
    }
  }

  private static List<Field> fields(ServerStatusResponse status, String unavailable) {
    return List.of(
        new Field("NUM FLOWS", number(status.getNumFlows())),
        new Field("MAX FLOWS", number(status.getMaxFlows())),
        new Field("SEEN FLOWS", number(status.getSeenFlows())),
        new Field("FLOWS PER SECOND", rate(status)),
        new Field("UPTIME", GoDuration.seconds(status.getUptimeNs())),
        new Field(
            "NUM CONNECTED NODES",
            count(status.hasNumConnectedNodes(), status.getNumConnectedNodes())),
        new Field(
            unavailable, count(status.hasNumUnavailableNodes(), status.getNumUnavailableNodes())),
        new Field(
            "VERSION",
            status.getVersion().isEmpty() ? UNKNOWN : Colors.escape(status.getVersion())));
  }

  private static String dict(List<Field> fields) {
    int width = fields.stream().mapToInt(field -> field.title().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Field field : fields) {
      text.append(" ".repeat(width - field.title().length()))
          .append(field.title())
          .append(": ")
          .append(field.value())
          .append('\n');
    }
    return text.toString();
  }

  private static String table(List<Field> fields) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(fields.stream().map(Field::title).toList());
    rows.add(fields.stream().map(Field::value).toList());
    return String.join("\n", new Columns().align(rows)) + "\n";
  }

  private static String compact(ServerStatusResponse status) {
    StringBuilder text = new StringBuilder();
    text.append("Current/Max Flows: ").append(fill(status)).append('\n');
    text.append("Flows/s: ").append(rate(status)).append('\n');
    if (status.hasNumConnectedNodes()) {
      long connected = unsigned(status.getNumConnectedNodes());
      text.append("Connected Nodes: ").append(connected);
      if (status.hasNumUnavailableNodes()) {
        text.append('/').append(connected + unsigned(status.getNumUnavailableNodes()));
      }
      text.append('\n');
    }
    if (unsigned(status.getNumUnavailableNodes()) > 0) {
      unavailable(text, status);
    }
    return text.toString();
  }

  private static String fill(ServerStatusResponse status) {
    String numbers = number(status.getNumFlows()) + "/" + number(status.getMaxFlows());
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
        ? UNKNOWN
        : String.format(Locale.ROOT, "%.2f", status.getSeenFlows() / (status.getUptimeNs() / 1e9));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String count(boolean known, UInt32Value value) {
    return known ? number(unsigned(value)) : UNKNOWN;
  }

  private static long unsigned(UInt32Value value) {
    return Integer.toUnsignedLong(value.getValue());
  }

  private static void unavailable(StringBuilder text, ServerStatusResponse status) {
    long count = unsigned(status.getNumUnavailableNodes());
    List<String> names = status.getUnavailableNodesList().stream().sorted().toList();
    text.append("Unavailable Nodes: ").append(count).append('\n');
    names.forEach(name -> text.append("  - ").append(Colors.escape(name)).append('\n'));
    if (names.size() < count) {
      text.append("  and ").append(count - names.size()).append(" more...\n");
    }
  }
}
