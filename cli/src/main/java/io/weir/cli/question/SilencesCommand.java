package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** What is silenced or acknowledged, until when, and by whom. */
@Command(
    name = "silence",
    subcommands = {SilenceAddCommand.class, SilenceEndCommand.class},
    description = {
      "What is silenced or acknowledged, until when, by whom, and why? With --all those that ended,",
      "too. A silence keeps quiet what begins while it lasts; what people were told of goes on until",
      "it is over."
    },
    footerHeading = "%n",
    footer = {
      "Examples:",
      "  weir silence",
      "  weir silence add slo=checkout-availability --for 2h --note \"moving the database\"",
      "  weir silence end 0d3b9a62-9c1e-4f8e-8f5c-5e4f0c1d2a3b"
    })
public final class SilencesCommand extends QuestionCommand {
  static final String COLLECTION = "silences";

  @Override
  String question() {
    return COLLECTION;
  }

  @Override
  Report report() {
    return new Report(table(), row -> "").ofThePresent();
  }

  static Table table() {
    return new Table()
        .left("ID", row -> Text.text(row.path("id")))
        .left("STATE", row -> Text.text(row.path("state")))
        .left("OF", SilencesCommand::of)
        .left("OWNER", row -> Text.text(row.path("owner")))
        .left("STARTS", row -> Text.text(row.path("startsAt")))
        .left("ENDS", row -> Text.text(row.path("endsAt")))
        .left("NOTE", row -> Text.text(row.path("note")));
  }

  private static String of(JsonNode row) {
    String incident = Text.text(row.path("incident"));
    if (!incident.isEmpty()) {
      return "incident " + incident;
    }
    List<String> matchers = new ArrayList<>();
    row.path("matchers").forEach(matcher -> matchers.add(Text.text(matcher)));
    return String.join(" ", matchers);
  }
}
