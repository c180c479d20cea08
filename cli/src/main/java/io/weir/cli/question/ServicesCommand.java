package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** {@code weir services}: one row per server workload, worst first. */
@Command(
    name = "services",
    description = "How does each service do, over all its callers?",
    footerHeading = "%n",
    footer = {"Examples:", "  weir services --since 1h --sort p99", "  weir services -n shop"})
public final class ServicesCommand extends EdgeQuestionCommand {
  @Override
  String question() {
    return "services";
  }

  @Override
  Report report() {
    Table table =
        new Table()
            .left("HEALTH", EdgeQuestionCommand::health)
            .left("SERVICE", row -> Text.text(row.path("service").path("label")))
            .right("CALLERS", row -> Text.count(row.path("callers")))
            .right(
                "FAILING",
                row ->
                    row.path("failingCallers").asInt() == 0
                        ? ""
                        : Text.count(row.path("failingCallers")));
    return new Report(traffic(table), ServicesCommand::wrong);
  }

  private static String wrong(JsonNode row) {
    return isWrong(row)
        ? health(row)
            + ": "
            + Text.text(row.path("service").path("label"))
            + ". "
            + Text.text(row.path("why"))
        : "";
  }
}
