package io.weir.cli.cluster;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.weir.cli.observe.Columns;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lists as text in columns, or as JSON. */
final class ListText {
  /** Texts have no line ends of their own in JSON: this is none of them. */
  private static final Pattern EMPTY_OBJECT = Pattern.compile("\\{\\n\\s*}");

  private ListText() {}

  static String table(List<List<String>> rows) {
    return new Columns().align(rows).stream().map(row -> row + "\n").collect(Collectors.joining());
  }

  /** A list of messages with the names of the proto files, indented by two. */
  static String json(List<? extends Message> messages) {
    if (messages.isEmpty()) {
      return "[]\n";
    }
    return messages.stream()
        .map(ListText::object)
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  private static String object(Message message) {
    try {
      String text = JsonFormat.printer().preservingProtoFieldNames().print(message);
      return EMPTY_OBJECT.matcher(text).replaceAll("{}").indent(2).stripTrailing();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("these messages always have a JSON form", e);
    }
  }
}
