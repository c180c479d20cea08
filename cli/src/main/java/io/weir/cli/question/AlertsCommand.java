package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import picocli.CommandLine.Command;

/** Which alerts of objectives are open, about to be, or held back. */
@Command(
    name = "alerts",
    description = "Which alerts are open, about to be, or held back? As of now.",
    footerHeading = "%n",
    footer = {
      "Examples:",
      "  weir alerts",
      "  weir alerts --service checkout",
      "  weir alerts -o json"
    })
public final class AlertsCommand extends QuestionCommand {
  @Override
  String question() {
    return "alerts";
  }

  @Override
  Report report() {
    Table table =
        new Table()
            .left("SLO", row -> Text.text(row.path("slo")))
            .left("SERVICE", row -> Text.text(row.path("service")))
            .left("RULE", row -> Text.text(row.path("rule")))
            .left("SEVERITY", row -> Text.text(row.path("severity")))
            .left("STATE", row -> Text.text(row.path("state")))
            .left("SINCE", row -> Text.text(row.path("since")))
            .right("BURN", row -> Text.rate(row.path("burnRate")))
            .right("LIMIT", row -> Text.rate(row.path("threshold")))
            .right("BAD", row -> Text.count(row.path("bad")))
            .right("TOTAL", row -> Text.count(row.path("total")))
            .left("EMPTY IN", AlertsCommand::emptyIn);
    return new Report(table, AlertsCommand::wrong).ofThePresent();
  }

  private static String emptyIn(JsonNode row) {
    if (!row.path("exhaustedInSeconds").isNumber()) {
      return "";
    }
    Duration left = Duration.ofSeconds(row.path("exhaustedInSeconds").asLong());
    if (left.toHours() >= 48) {
      return left.toDays() + " d";
    }
    return left.toMinutes() >= 120 ? left.toHours() + " h" : left.toMinutes() + " min";
  }

  private static String wrong(JsonNode row) {
    String held = Text.text(row.path("heldBack"));
    return held.isEmpty()
        ? ""
        : Text.text(row.path("slo")) + " " + Text.text(row.path("rule")) + ": held back, " + held;
  }
}
