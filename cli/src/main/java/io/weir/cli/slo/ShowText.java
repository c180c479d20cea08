package io.weir.cli.slo;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.cli.question.Table;
import io.weir.cli.question.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One objective as people read it: how it stands, its rules, its course. Pure. */
final class ShowText {
  private static final int BURN_HEIGHT = 8;
  private static final int BUDGET_HEIGHT = 4;

  private final JsonNode row;
  private final List<JsonNode> alerts;
  private final Terminal terminal;

  /**
   * @param row of {@code slos}
   * @param alerts its rows of {@code alerts}
   */
  ShowText(JsonNode row, List<JsonNode> alerts, Terminal terminal) {
    this.row = row;
    this.alerts = alerts;
    this.terminal = terminal;
  }

  /** How many columns a chart may have. */
  static int columnsMax(Terminal terminal) {
    return terminal.columns() - Chart.MARGIN;
  }

  /**
   * The lines to print.
   *
   * @param course empty when it is not known which series count
   */
  List<String> lines(Optional<Columns> course) {
    List<String> lines = new ArrayList<>();
    lines.add(Table.printable(stands()));
    lines.add(Table.printable(promise()));
    lines.add(counted());
    if (!text("heldBack").isEmpty()) {
      lines.add("Held back: " + Table.printable(text("heldBack")) + ".");
    }
    lines.add("");
    lines.addAll(windows().render(row.path("burn")));
    if (!alerts.isEmpty()) {
      lines.add("");
      lines.addAll(rules().render(alerts));
    }
    lines.add("");
    if (course.isEmpty()) {
      lines.add(
          "Which series it counts is not known here: the alerting role is of an older version.");
    } else {
      charts(course.get(), lines);
    }
    return lines;
  }

  private String text(String key) {
    return Text.text(row.path(key));
  }

  private String stands() {
    String open = Text.list(row.path("open"));
    return text("slo")
        + ", "
        + text("service")
        + ": "
        + text("state")
        + (row.has("since") ? " since " + text("since") : "")
        + (open.isEmpty() ? "" : "; open: " + open)
        + ".";
  }

  private String promise() {
    return Text.exactPercent(row.path("objective"))
        + " of "
        + text("indicator")
        + selected()
        + " over "
        + Text.duration(row.path("periodSeconds").asLong())
        + (text("budgetingMethod").isEmpty() ? "" : ", " + text("budgetingMethod"))
        + ".";
  }

  private String selected() {
    JsonNode selector = row.path("selector");
    StringBuilder text = new StringBuilder();
    for (String key : new String[] {"server", "client", "port", "protocol", "probe"}) {
      if (selector.has(key)) {
        text.append(text.isEmpty() ? " (" : ", ")
            .append(key)
            .append(' ')
            .append(Text.text(selector.path(key)));
      }
    }
    return text.isEmpty() ? "" : text + ")";
  }

  private String counted() {
    boolean slices = isInSlices();
    String sli = Text.exactPercent(row.path("sli"));
    return (sli.isEmpty() ? "No event yet" : sli + " good")
        + " since "
        + text("periodStart")
        + (row.path("partial").asBoolean() ? ", counted for a part of it" : "")
        + (slices
            ? ""
            : ": " + Text.count(row.path("bad")) + " bad of " + Text.count(row.path("total")))
        + (row.path("lost").asLong() > 0
            ? ", " + Text.count(row.path("lost")) + " known to be missing"
            : "")
        + ". "
        + Text.share(row.path("budgetLeft"))
        + " of the budget left"
        + (slices ? "" : badLeft())
        + ".";
  }

  private String badLeft() {
    double left = row.path("badLeft").asDouble();
    return left < 0
        ? String.format(Locale.ROOT, ", %,.0f bad too many", -left)
        : String.format(Locale.ROOT, ", %,.0f more may be bad", left);
  }

  private boolean isInSlices() {
    return text("budgetingMethod").endsWith("slices");
  }

  private static Table windows() {
    return new Table()
        .left("WINDOW", burn -> Text.text(burn.path("window")))
        .right("BURN", burn -> Text.rate(burn.path("rate")))
        .right("BAD", burn -> Text.count(burn.path("bad")))
        .right("TOTAL", burn -> Text.count(burn.path("total")))
        .right(
            "LOST", burn -> burn.path("lost").asLong() == 0 ? "" : Text.count(burn.path("lost")));
  }

  private static Table rules() {
    return new Table()
        .left("RULE", alert -> Text.text(alert.path("rule")))
        .left("SEVERITY", alert -> Text.text(alert.path("severity")))
        .left("STATE", alert -> Text.text(alert.path("state")))
        .left("SINCE", alert -> Text.text(alert.path("since")))
        .left("FIRED", alert -> Text.text(alert.path("openedAt")))
        .right("BURN", alert -> Text.rate(alert.path("burnRate")))
        .right("SHORT", alert -> Text.rate(alert.path("shortBurnRate")))
        .right("LIMIT", alert -> Text.rate(alert.path("threshold")))
        .left("WINDOWS", ShowText::windowsOf)
        .right("EMPTY IN", ShowText::emptyIn)
        .left("HELD BACK", alert -> Text.text(alert.path("heldBack")));
  }

  private static String windowsOf(JsonNode alert) {
    String longest = Text.text(alert.path("longWindow"));
    return longest.isEmpty() ? "" : longest + ", " + Text.text(alert.path("shortWindow"));
  }

  private static String emptyIn(JsonNode alert) {
    return alert.has("exhaustedInSeconds")
        ? Text.duration(alert.path("exhaustedInSeconds").asLong())
        : "";
  }

  private void charts(Columns course, List<String> lines) {
    double errorBudget = 1 - row.path("objective").asDouble();
    double[] rates = course.burnRates(errorBudget);
    if (Arrays.stream(rates).allMatch(Double::isNaN)) {
      lines.add("No event since " + course.start(0) + ".");
      return;
    }
    Chart chart = new Chart(terminal.unicode());
    lines.add(
        "Burn rate, "
            + Text.duration(course.length().toSeconds())
            + " a column; 1 spends the budget in "
            + Text.duration(row.path("periodSeconds").asLong())
            + ".");
    lines.add(highest(course, rates));
    lines.addAll(chart.bars(rates, 1, BURN_HEIGHT, ShowText::rate));
    lines.addAll(chart.times(course.start(0), course.length(), course.size()));
    budget(course, chart, lines);
  }

  private static String highest(Columns course, double[] rates) {
    int highest = 0;
    for (int i = 0; i < rates.length; i++) {
      if (Double.isNaN(rates[highest]) || rates[i] > rates[highest]) {
        highest = i;
      }
    }
    return rates[highest] == 0
        ? "No bad event."
        : String.format(
            Locale.ROOT,
            "Highest: %s at %s, %,d bad of %,d.",
            rate(rates[highest]),
            course.start(highest),
            course.bad(highest),
            course.total(highest));
  }

  private void budget(Columns course, Chart chart, List<String> lines) {
    double allowed = row.path("bad").asDouble() + row.path("badLeft").asDouble();
    if (isInSlices() || !(allowed > 0)) {
      return; // what a slice costs cannot be told from its events alone
    }
    double[] left =
        course.budgetLeft(
            row.path("budgetLeft").asDouble(), allowed, Instant.parse(text("periodStart")));
    lines.add("");
    lines.add("Budget left.");
    lines.addAll(chart.line(left, BUDGET_HEIGHT, ShowText::percent));
    lines.addAll(chart.times(course.start(0), course.length(), course.size()));
  }

  private static String rate(double rate) {
    return String.format(Locale.ROOT, rate >= 9.95 || rate == 0 ? "%,.0f" : "%.1f", rate);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
