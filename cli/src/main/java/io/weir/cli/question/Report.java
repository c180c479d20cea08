package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An answer as text: the sentence, what it covers, what is wrong row by row, then the table. Pure.
 */
final class Report {
  private static final int WRONG_MAX = 5;
  private static final int MISSING_MAX = 3;

  private final Table table;
  private final Function<JsonNode, String> wrong;
  private final Function<JsonNode, Stream<JsonNode>> lines;
  private final Function<JsonNode, List<String>> detail;
  private final boolean present;

  /**
   * A way to print one kind of answer.
   *
   * @param table the columns
   * @param wrong what is wrong with a row, one line, or empty
   */
  Report(Table table, Function<JsonNode, String> wrong) {
    this(table, wrong, Stream::of, row -> List.of(), false);
  }

  private Report(
      Table table,
      Function<JsonNode, String> wrong,
      Function<JsonNode, Stream<JsonNode>> lines,
      Function<JsonNode, List<String>> detail,
      boolean present) {
    this.table = table;
    this.wrong = wrong;
    this.lines = lines;
    this.detail = detail;
    this.present = present;
  }

  /** The same with several lines of the table for one row of the answer. */
  Report expand(Function<JsonNode, Stream<JsonNode>> linesOfRow) {
    return new Report(table, wrong, linesOfRow, detail, present);
  }

  /** The same with paragraphs after the table, one of each row that has something to say. */
  Report tell(Function<JsonNode, List<String>> paragraphOfRow) {
    return new Report(table, wrong, lines, paragraphOfRow, present);
  }

  /** The same for what is asked of this moment: that there is nothing is no lack of data. */
  Report ofThePresent() {
    return new Report(table, wrong, lines, detail, true);
  }

  /** The lines to print. */
  List<String> render(JsonNode answer) {
    JsonNode info = answer.path("info");
    JsonNode rows = answer.path("rows");
    List<String> text = new ArrayList<>();
    text.add(Table.printable(Text.text(answer.path("summary"))));
    if (present && rows.isEmpty()) {
      return text;
    }
    text.add(covers(info));
    info.path("notes").forEach(note -> text.add(Table.printable(note.asText())));
    if (rows.isEmpty()) {
      hint(info).ifPresent(text::add);
      return text;
    }
    List<String> bad = new ArrayList<>();
    // Rows with one cause say it once.
    rowsOf(rows).map(row -> Table.printable(wrong.apply(row))).distinct().forEach(bad::add);
    bad.removeIf(String::isEmpty);
    if (!bad.isEmpty()) {
      text.add("");
      text.addAll(bad.subList(0, Math.min(WRONG_MAX, bad.size())));
      if (bad.size() > WRONG_MAX) {
        text.add("and " + (bad.size() - WRONG_MAX) + " more");
      }
    }
    text.add("");
    text.addAll(table.render(rowsOf(rows).flatMap(lines).toList()));
    rowsOf(rows)
        .map(detail)
        .filter(paragraph -> !paragraph.isEmpty())
        .forEach(
            paragraph -> {
              text.add("");
              paragraph.forEach(line -> text.add(Table.printable(line)));
            });
    return text;
  }

  private static Stream<JsonNode> rowsOf(JsonNode rows) {
    return StreamSupport.stream(rows.spliterator(), false);
  }

  private static String covers(JsonNode info) {
    String range = Text.text(info.path("from")) + " to " + Text.text(info.path("to"));
    return switch (Text.text(info.path("complete"))) {
      case "true" -> range + ", complete.";
      case "false" -> range + ", not complete: " + missing(info) + ".";
      default -> range + ", completeness not known.";
    };
  }

  /** {@code 37 events missing: 37 on node-3 between 10:02:11 and 10:02:14 (hubble: overrun)}. */
  private static String missing(JsonNode info) {
    List<String> causes = new ArrayList<>();
    rowsOf(info.path("missing"))
        .limit(MISSING_MAX)
        .forEach(
            cause ->
                causes.add(
                    Text.count(cause.path("events"))
                        + " on "
                        + Text.text(cause.path("node"))
                        + " between "
                        + Text.time(cause.path("firstAt"))
                        + " and "
                        + Text.time(cause.path("lastAt"))
                        + " ("
                        + Text.text(cause.path("stage"))
                        + ": "
                        + Text.text(cause.path("reason"))
                        + ")"));
    int more = info.path("missing").size() - causes.size();
    return Text.count(info.path("lost"))
        + (info.path("lost").asLong() == 1 ? " event missing" : " events missing")
        + (causes.isEmpty() ? "" : ": ")
        + Table.printable(String.join("; ", causes))
        + (more > 0 ? " and " + more + " more causes" : "");
  }

  private static Optional<String> hint(JsonNode info) {
    if (!info.has("dataFrom")) {
      return Optional.of(
          "Nothing of this kind has arrived yet. It comes from a running collector, or from a"
              + " capture: ./weir up --replay FILE.");
    }
    Instant dataFrom = Instant.parse(info.get("dataFrom").asText());
    Instant dataTo = Instant.parse(info.get("dataTo").asText());
    Instant from = Instant.parse(info.path("from").asText());
    Instant to = Instant.parse(info.path("to").asText());
    if (dataTo.isBefore(from) || !dataFrom.isBefore(to)) {
      return Optional.of(
          "No data in this range; data spans " + dataFrom + " to " + dataTo + ", use --all.");
    }
    return Optional.empty();
  }
}
