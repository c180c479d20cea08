package io.weir.cli.observe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.flowtext.Colors;
import io.weir.query.v1.Counts;
import io.weir.query.v1.Group;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Numbers of flows in groups, as a table or as JSON lines. */
final class CountText {
  private static final JsonFactory JSON = new JsonFactory();

  private CountText() {}

  /** The largest first; under them the sum of those that are not listed, and of all. */
  static List<String> table(Counts counts, Times times) {
    List<List<String>> rows = new ArrayList<>();
    List<String> titles = new ArrayList<>(List.of("FLOWS"));
    counts.getByList().forEach(field -> titles.add(field.toUpperCase(Locale.ROOT)));
    titles.addAll(List.of("FIRST", "LAST"));
    rows.add(titles);
    for (Group group : counts.getGroupsList()) {
      List<String> row = new ArrayList<>(List.of(number(group.getFlows())));
      group.getValuesList().forEach(value -> row.add(value.isEmpty() ? "-" : Colors.escape(value)));
      row.add(times.text(instant(group.getFirstNs())));
      row.add(times.text(instant(group.getLastNs())));
      rows.add(row);
    }
    if (counts.getOtherFlows() != 0) {
      rows.add(last(counts, counts.getOtherFlows(), "(" + others(counts) + ")"));
    }
    rows.add(last(counts, counts.getFlows(), "(all)"));
    alignRight(rows);
    return new Columns().align(rows).stream().map(String::stripTrailing).toList();
  }

  private static List<String> last(Counts counts, long flows, String name) {
    List<String> row = new ArrayList<>(List.of(number(flows), name));
    while (row.size() < counts.getByCount() + 3) {
      row.add("");
    }
    return row;
  }

  /** Groups that the server had no room for are known by their flows alone. */
  private static String others(Counts counts) {
    String groups =
        counts.getOtherGroups() == 1 ? "1 other" : number(counts.getOtherGroups()) + " others";
    return counts.getOverflowFlows() == 0 ? groups : groups + " and more";
  }

  private static void alignRight(List<List<String>> rows) {
    int width = rows.stream().mapToInt(row -> row.get(0).length()).max().orElse(0);
    rows.forEach(row -> row.set(0, " ".repeat(width - row.get(0).length()) + row.get(0)));
  }

  /** One object a group, then one for the others if there are any, then one for all. */
  static List<String> json(Counts counts) {
    List<String> lines = new ArrayList<>();
    for (Group group : counts.getGroupsList()) {
      lines.add(
          object(
              json -> {
                for (int i = 0; i < group.getValuesCount(); i++) {
                  json.writeStringField(counts.getBy(i), group.getValues(i));
                }
                json.writeNumberField("flows", group.getFlows());
                json.writeStringField("first", rfc3339(group.getFirstNs()));
                json.writeStringField("last", rfc3339(group.getLastNs()));
              }));
    }
    if (counts.getOtherFlows() != 0) {
      lines.add(
          object(
              json -> {
                json.writeNumberField("other_groups", counts.getOtherGroups());
                json.writeNumberField("other_flows", counts.getOtherFlows());
                json.writeNumberField("overflow_flows", counts.getOverflowFlows());
              }));
    }
    lines.add(object(json -> json.writeNumberField("all_flows", counts.getFlows())));
    return lines;
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static String object(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter has none
    }
    return text.toString();
  }

  private static String rfc3339(long epochNs) {
    return TimeFormat.RFC3339_NANO.format(instant(epochNs), ZoneOffset.UTC);
  }

  private static Instant instant(long epochNs) {
    return Instant.ofEpochSecond(0, epochNs);
  }

  private static String number(long unsigned) {
    return Long.toUnsignedString(unsigned);
  }
}
