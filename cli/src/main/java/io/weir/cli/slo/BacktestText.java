package io.weir.cli.slo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.alerting.backtest.Backtest;
import io.weir.alerting.backtest.Hindsight;
import io.weir.alerting.backtest.PastAlert;
import io.weir.alerting.backtest.SloHindsight;
import io.weir.alerting.burn.SloBurn;
import io.weir.cli.question.Table;
import io.weir.cli.question.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A backtest as people read it: a sentence, what it covers, the objectives, their alerts. Pure. */
final class BacktestText {
  private static final Duration SHORTER = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MONTH = Duration.ofDays(30);

  private BacktestText() {}

  /** {@code Would have paged 3 times in 30 d: catalog 2, cart 1; and opened 1 ticket: dns.} */
  static String summary(Hindsight told) {
    Map<String, Map<String, Long>> bySeverity = new LinkedHashMap<>();
    bySeverity.put("page", new LinkedHashMap<>());
    bySeverity.put("ticket", new LinkedHashMap<>());
    for (SloHindsight one : told.objectives()) {
      told.fired(one)
          .map(PastAlert::severity)
          .filter(severity -> !severity.equals(SloBurn.NOTICE))
          .forEach(
              severity ->
                  bySeverity
                      .computeIfAbsent(severity, unused -> new LinkedHashMap<>())
                      .merge(one.slo().id(), 1L, Long::sum));
    }
    Duration known = Duration.between(told.knownFrom(), told.until());
    StringBuilder text = new StringBuilder("Would have ");
    bySeverity.forEach(
        (severity, bySlo) -> {
          boolean page = severity.equals("page");
          text.append(page ? "" : severity.equals("ticket") ? "; opened " : "; told ")
              .append(did(severity, bySlo.values().stream().mapToLong(Long::longValue).sum()))
              .append(page ? " in " + Text.duration(known.toSeconds()) : "")
              .append(names(bySlo));
        });
    long pages = told.fired("page");
    if (pages > 0 && known.compareTo(DAY) >= 0 && known.minus(MONTH).abs().compareTo(DAY) > 0) {
      text.append(
          String.format(Locale.ROOT, ". That is %.1f pages in 30 days", told.per30Days(pages)));
    }
    return text.append('.').toString();
  }

  private static String did(String severity, long count) {
    return switch (severity) {
      case "page" -> count == 0 ? "paged nobody" : "paged " + times(count);
      case "ticket" -> count == 0 ? "no ticket" : count + (count == 1 ? " ticket" : " tickets");
      default -> severity + " " + times(count);
    };
  }

  private static String times(long count) {
    return count == 1 ? "once" : count == 2 ? "twice" : count + " times";
  }

  /** Most first; those of one objective alone need no number. */
  private static String names(Map<String, Long> bySlo) {
    if (bySlo.isEmpty()) {
      return "";
    }
    return ": "
        + bySlo.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(entry -> entry.getKey() + (bySlo.size() == 1 ? "" : " " + entry.getValue()))
            .collect(Collectors.joining(", "));
  }

  /**
   * The lines to print.
   *
   * @param json as {@link BacktestJson} made it
   * @param limit alerts and held back times at most, each
   */
  static List<String> lines(ObjectNode json, int limit) {
    List<String> lines = new ArrayList<>();
    lines.add(Table.printable(Text.text(json.path("summary"))));
    lines.add(covers(json));
    shorter(json, lines);
    if (json.path("leftOut").asInt() > 0) {
      lines.add(
          Text.count(json.path("leftOut"))
              + " series were left out: at most "
              + Backtest.OBJECTIVES_MAX
              + " objectives and matches are evaluated. Narrow the selectors.");
    }
    lines.add("");
    lines.addAll(objectives().render(json.path("rows")));
    section(lines, alerts(), all(json, "alerts"), limit, "alerts");
    section(lines, holds(), all(json, "heldBack"), limit, "times held back");
    return lines;
  }

  private static String covers(JsonNode json) {
    String complete =
        switch (Text.text(json.path("complete"))) {
          case "true" -> "complete";
          case "false" ->
              "not complete: " + Text.count(json.path("lost")) + " events are known to be missing";
          default -> "completeness not known";
        };
    return Text.text(json.path("from"))
        + " to "
        + Text.text(json.path("until"))
        + " in steps of "
        + Text.duration(json.path("stepSeconds").asLong())
        + ", "
        + complete
        + ".";
  }

  private static void shorter(JsonNode json, List<String> lines) {
    Instant from = Instant.parse(Text.text(json.path("from")));
    Instant until = Instant.parse(Text.text(json.path("until")));
    Instant known = Instant.parse(Text.text(json.path("knownFrom")));
    boolean any = false;
    for (JsonNode row : json.path("rows")) {
      any |= row.has("firstAt");
    }
    if (!any) {
      lines.add("None of the objectives has an event in that time.");
    } else if (Duration.between(from, known).compareTo(SHORTER) > 0) {
      lines.add(
          "There is data from "
              + known
              + " on: "
              + Text.duration(Duration.between(known, until).toSeconds())
              + " of the "
              + Text.duration(Duration.between(from, until).toSeconds())
              + " asked for.");
    }
  }

  private static void section(
      List<String> lines, Table table, List<JsonNode> rows, int limit, String what) {
    if (rows.isEmpty()) {
      return;
    }
    lines.add("");
    lines.addAll(table.render(rows.subList(0, Math.min(limit, rows.size()))));
    if (rows.size() > limit) {
      lines.add("and " + (rows.size() - limit) + " more " + what + "; raise --limit, or -o json.");
    }
  }

  /** The parts of all rows in the order of time, each with the name of its objective. */
  private static List<JsonNode> all(JsonNode json, String part) {
    List<JsonNode> all = new ArrayList<>();
    for (JsonNode row : json.path("rows")) {
      for (JsonNode one : row.path(part)) {
        all.add(one.<ObjectNode>deepCopy().put("slo", Text.text(row.path("slo"))));
      }
    }
    all.removeIf(one -> one.path("fired").asBoolean());
    String time = part.equals("alerts") ? "firedAt" : "from";
    all.sort((a, b) -> Text.text(a.path(time)).compareTo(Text.text(b.path(time))));
    return all;
  }

  private static Table objectives() {
    return new Table()
        .left("SLO", row -> Text.text(row.path("slo")))
        .right("SLI", row -> Text.exactPercent(row.path("sli")))
        .right("OBJECTIVE", row -> Text.exactPercent(row.path("objective")))
        .right("BUDGET LEFT", row -> Text.share(row.path("budgetLeft")))
        .right("LOWEST", row -> Text.share(row.path("budgetLowest")))
        .right("BAD", row -> counted(row, "bad"))
        .right("TOTAL", row -> counted(row, "total"))
        .left("FIRED", row -> Text.counts(row.path("fired")))
        .right("HELD BACK", row -> row.path("heldBack").isEmpty() ? "" : heldBack(row))
        .left("DATA FROM", row -> row.has("firstAt") ? Text.text(row.path("firstAt")) : "no data");
  }

  private static String counted(JsonNode row, String what) {
    return row.has("firstAt") ? Text.count(row.path(what)) : "";
  }

  private static String heldBack(JsonNode row) {
    int count = 0;
    for (JsonNode hold : row.path("heldBack")) {
      count += hold.path("fired").asBoolean() ? 0 : 1;
    }
    return count == 0 ? "" : Integer.toString(count);
  }

  private static Table alerts() {
    return new Table()
        .left("FIRED", row -> Text.text(row.path("firedAt")))
        .right("FOR", BacktestText::lasted)
        .left("SLO", row -> Text.text(row.path("slo")))
        .left("RULE", row -> Text.text(row.path("rule")))
        .left("SEVERITY", row -> Text.text(row.path("severity")))
        .right("DETECTED AFTER", BacktestText::detected)
        .right("BURN", row -> Text.rate(row.path("burnRate")))
        .right("BAD", row -> Text.count(row.path("bad")))
        .right("TOTAL", row -> Text.count(row.path("total")))
        .right("BUDGET LEFT", row -> Text.share(row.path("budgetLeft")))
        .left("", row -> row.path("partial").asBoolean() ? "window not full yet" : "");
  }

  private static String lasted(JsonNode row) {
    return row.has("resolvedAt") ? between(row, "firedAt", "resolvedAt") : "still open";
  }

  private static String detected(JsonNode row) {
    return row.has("detectionSeconds") ? Text.duration(row.path("detectionSeconds").asLong()) : "";
  }

  private static Table holds() {
    return new Table()
        .left("HELD BACK", row -> Text.text(row.path("from")))
        .right("FOR", row -> row.has("until") ? between(row, "from", "until") : "still")
        .left("SLO", row -> Text.text(row.path("slo")))
        .left("RULE", row -> Text.text(row.path("rule")))
        .left("WHY", row -> Text.text(row.path("why")));
  }

  private static String between(JsonNode row, String from, String to) {
    return Text.duration(
        Duration.between(
                Instant.parse(Text.text(row.path(from))), Instant.parse(Text.text(row.path(to))))
            .toSeconds());
  }
}
