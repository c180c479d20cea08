package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** {@code weir probes}: each probe by its newest result, failing first. */
@Command(
    name = "probes",
    description = "Which probes fail, since when, and in which phase?",
    footerHeading = "%n",
    footer = {"Examples:", "  weir probes", "  weir probes --since 1h -n shop"})
public final class ProbesCommand extends QuestionCommand {
  @Override
  String question() {
    return "probes";
  }

  @Override
  Report report() {
    Table table =
        new Table()
            .left("STATE", row -> Text.text(row.path("state")))
            .left("PROBE", row -> Text.text(row.path("id")))
            .left("TYPE", row -> Text.text(row.path("type")))
            .left("TARGET", row -> Text.text(row.path("target")))
            .left("SINCE", row -> Text.text(row.path("stateSince")))
            .left("LAST", row -> Text.text(row.path("lastAt")))
            .left("RESULT", row -> row.path("success").asBoolean() ? "ok" : failure(row))
            .right("TOOK", row -> Text.millis(row.path("durationMs")))
            .left("PHASES", ProbesCommand::phases);
    return new Report(table, ProbesCommand::wrong);
  }

  private static String failure(JsonNode row) {
    return Text.text(row.path("failure"));
  }

  private static String wrong(JsonNode row) {
    if (row.path("success").asBoolean() && !row.path("warning").asBoolean()) {
      return "";
    }
    String what = row.path("success").asBoolean() ? "warning" : failure(row);
    return Text.text(row.path("id")) + ": " + what + ". " + Text.text(row.path("message"));
  }

  private static String phases(JsonNode row) {
    StringBuilder phases = new StringBuilder();
    for (JsonNode phase : row.path("phases")) {
      phases
          .append(phases.length() == 0 ? "" : ", ")
          .append(Text.text(phase.path("name")))
          .append(" ")
          .append(Text.millis(phase.path("durationMs")));
    }
    return phases.toString();
  }
}
