package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** {@code weir edges}: who talks to whom, worst first. */
@Command(
    name = "edges",
    description = "Which workloads talk to each other, how often, and does it work?",
    footerHeading = "%n",
    footer = {
      "Examples:",
      "  weir edges --since 5m",
      "  weir edges --from world",
      "  weir edges --all -n shop -o json"
    })
public final class EdgesCommand extends EdgeQuestionCommand {
  @Override
  String question() {
    return "edges";
  }

  @Override
  Report report() {
    Table table =
        new Table()
            .left("HEALTH", EdgeQuestionCommand::health)
            .left("CLIENT", EdgeQuestionCommand::client)
            .left("SERVER", EdgeQuestionCommand::server)
            .left("PORT", Text::port);
    return new Report(traffic(table), EdgesCommand::wrong);
  }

  private static String wrong(JsonNode row) {
    return isWrong(row)
        ? health(row)
            + ": "
            + client(row)
            + " → "
            + server(row)
            + " "
            + Text.port(row)
            + ". "
            + Text.text(row.path("why"))
        : "";
  }
}
