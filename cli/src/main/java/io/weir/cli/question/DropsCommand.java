package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** {@code weir drops}: groups of drops, most first. */
@Command(
    name = "drops",
    description = "What was dropped, why, and by which policy?",
    footerHeading = "%n",
    footer = {"Examples:", "  weir drops --since 1h", "  weir drops --from shop/checkout"})
public final class DropsCommand extends EdgeQuestionCommand {
  @Override
  String question() {
    return "drops";
  }

  @Override
  Report report() {
    Table table =
        new Table()
            .right("COUNT", row -> Text.count(row.path("count")))
            .right("/MIN", row -> Text.rate(row.path("ratePerMinute")))
            .right(
                "USUAL",
                row -> row.has("usualPerMinute") ? Text.rate(row.get("usualPerMinute")) : "new")
            .left("REASON", row -> Text.text(row.path("reason")))
            .left("CLASS", row -> Text.text(row.path("dropClass")))
            .left("DIRECTION", row -> Text.text(row.path("direction")))
            .left("SOURCE", row -> Text.text(row.path("source").path("label")))
            .left("DESTINATION", row -> Text.text(row.path("destination").path("label")))
            .left("PORT", Text::port)
            .left("POLICIES", row -> Text.list(row.path("policies")))
            .left("NODES", row -> Text.list(row.path("nodes")))
            .left("LAST", row -> Text.text(row.path("lastSeen")));
    return new Report(table, DropsCommand::advice);
  }

  /** What the reason means and what to do about it; nothing for drops that nobody misses. */
  private static String advice(JsonNode row) {
    String happened = Text.text(row.path("happened"));
    return happened.isEmpty() || Text.text(row.path("dropClass")).equals("expected")
        ? ""
        : Text.text(row.path("reason")) + ": " + happened + " Next: " + Text.text(row.path("next"));
  }
}
