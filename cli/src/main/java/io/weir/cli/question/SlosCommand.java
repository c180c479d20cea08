package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** Which objectives burn, how fast, and how much budget is left. */
@Command(
    name = "slo",
    description = "Which objectives burn, how fast, and how much budget is left? As of now.",
    footerHeading = "%n",
    footer = {
      "BURN is by window: 1 spends exactly the whole budget in the period, 14.4 of 30 days 2 %% in an hour.",
      "",
      "Examples:",
      "  weir slo",
      "  weir slo --sort burn",
      "  weir slo show NAME                 one of them, and its course",
      "  weir slo backtest FILE             what documents would have told",
      "  weir slo -o json"
    })
public class SlosCommand extends QuestionCommand {
  @Override
  final String question() {
    return "slos";
  }

  @Override
  final Report report() {
    Table table =
        new Table()
            .left("SLO", row -> Text.text(row.path("slo")))
            .right("SLI", row -> Text.exactPercent(row.path("sli")))
            .right("OBJECTIVE", row -> Text.exactPercent(row.path("objective")))
            .right("BUDGET LEFT", row -> Text.share(row.path("budgetLeft")))
            .left("BURN", SlosCommand::burn)
            .left("STATE", row -> Text.text(row.path("state")))
            .left("SINCE", row -> Text.text(row.path("since")))
            .left("OPEN", SlosCommand::open);
    return new Report(table, SlosCommand::wrong).ofThePresent();
  }

  private static String burn(JsonNode row) {
    StringBuilder text = new StringBuilder();
    for (JsonNode burn : row.path("burn")) {
      text.append(text.isEmpty() ? "" : "  ")
          .append(Text.text(burn.path("window")))
          .append(' ')
          .append(Text.rate(burn.path("rate")));
    }
    return text.toString();
  }

  private static String open(JsonNode row) {
    StringBuilder text = new StringBuilder();
    row.path("open")
        .forEach(rule -> text.append(text.isEmpty() ? "" : ", ").append(Text.text(rule)));
    return text.toString();
  }

  private static String wrong(JsonNode row) {
    String held = Text.text(row.path("heldBack"));
    return held.isEmpty() ? "" : Text.text(row.path("slo")) + ": held back, " + held;
  }
}
