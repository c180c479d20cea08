package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Which OpenSLO documents are in force, and what each defines. */
@Command(
    name = "documents",
    description = {
      "Which OpenSLO documents does alerting have, and what does each define? Those of the API by",
      "name, those of files by their path."
    },
    footerHeading = "%n",
    footer = {
      "Examples:",
      "  weir slo documents",
      "  weir slo documents --sort newest",
      "  curl -s http://127.0.0.1:4280/api/v1/slo-documents/NAME     the text of one"
    })
public final class SloDocumentsCommand extends QuestionCommand {
  /** Its name in the API. */
  public static final String COLLECTION = "slo-documents";

  @Override
  String question() {
    return COLLECTION;
  }

  @Override
  Report report() {
    Table table =
        new Table()
            .left("NAME", row -> Text.text(row.path("name")))
            .left("FROM", row -> Text.text(row.path("from")))
            .left("WRITTEN", row -> Text.text(row.path("writtenAt")))
            .left("DEFINES", SloDocumentsCommand::objects);
    return new Report(table, row -> "").ofThePresent();
  }

  private static String objects(JsonNode row) {
    List<String> objects = new ArrayList<>();
    row.path("objects").forEach(object -> objects.add(Text.text(object)));
    return String.join(" ", objects);
  }
}
