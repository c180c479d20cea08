package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** What is broken, since when, who is hit, and why. */
@Command(
    name = "incidents",
    description = {
      "What is broken, since when, who is hit, and why? Alerts that are open for one reason are one",
      "incident. Shows those that are open, else those that ended within days; with --since those",
      "that were open at the time."
    },
    footerHeading = "%n",
    footer = {
      "A score is between 0 and 1: how many of the bad events the cause covers, whether it began in",
      "time, whether it is absent where things are fine, and whether nothing upstream explains it.",
      "",
      "Examples:",
      "  weir incidents",
      "  weir incidents --since 24h",
      "  weir incidents -o json",
      "  weir ack ID --note \"rolling back\"           take one on"
    })
public final class IncidentsCommand extends QuestionCommand {
  private static final int CAUSES = 3;
  private static final int EVIDENCE = 3;

  @Override
  String question() {
    return "incidents";
  }

  @Override
  Report report() {
    Table table =
        new Table()
            .left("SLO", row -> Text.text(row.path("slo")))
            .left("SEVERITY", row -> Text.text(row.path("severity")))
            .left("BEGAN", row -> Text.text(row.path("began")))
            .left("OPENED", row -> Text.text(row.path("openedAt")))
            .left("ENDED", row -> Text.text(row.path("closedAt")))
            .left("LAYER", row -> Text.text(row.path("layer")))
            .left("CALLERS HIT", IncidentsCommand::callers)
            .left("AFFECTED", IncidentsCommand::affected)
            .left("TAKEN ON BY", row -> Text.text(row.path("acknowledged").path("owner")))
            .left("ID", row -> Text.text(row.path("id")));
    return new Report(table, row -> "").tell(IncidentsCommand::paragraph).ofThePresent();
  }

  private static String callers(JsonNode row) {
    return row.path("callers").asInt() == 0
        ? ""
        : row.path("callersHit").asInt() + " of " + row.path("callers").asInt();
  }

  private static String affected(JsonNode row) {
    List<String> slos = new ArrayList<>();
    row.path("affected").forEach(slo -> slos.add(Text.text(slo)));
    return String.join(", ", slos);
  }

  private static List<String> paragraph(JsonNode row) {
    List<String> lines = new ArrayList<>();
    if (row.path("causes").isEmpty()) {
      String why = Text.text(row.path("cause"));
      return why.isEmpty() ? List.of() : List.of(Text.text(row.path("slo")) + ": " + why);
    }
    lines.add(
        Text.text(row.path("slo"))
            + ": "
            + Text.count(row.path("bad"))
            + " of "
            + Text.count(row.path("total"))
            + " bad since it began, before "
            + Text.count(row.path("usualBad"))
            + " of "
            + Text.count(row.path("usualTotal")));
    int number = 0;
    for (JsonNode cause : row.path("causes")) {
      if (++number > CAUSES) {
        break;
      }
      lines.add(
          String.format(
              Locale.ROOT,
              "  %d. %s (score %.2f)",
              number,
              Text.text(cause.path("sentence")),
              cause.path("score").asDouble()));
      int shown = 0;
      for (JsonNode evidence : cause.path("evidence")) {
        if (++shown > EVIDENCE) {
          break;
        }
        lines.add("       " + evidence(evidence));
      }
    }
    String flows = Text.text(row.path("flows"));
    if (!flows.isEmpty()) {
      lines.add("  flows: " + flows);
    }
    return lines;
  }

  private static String evidence(JsonNode evidence) {
    return count(evidence, "count", "total")
        + " "
        + Text.text(evidence.path("figure"))
        + ", usually "
        + count(evidence, "usualCount", "usualTotal");
  }

  private static String count(JsonNode evidence, String part, String whole) {
    return evidence.path(whole).asLong() == 0
        ? Text.count(evidence.path(part))
        : Text.count(evidence.path(part)) + " of " + Text.count(evidence.path(whole));
  }
}
