package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** {@code weir tcp}: connections, most failures first. */
@Command(
    name = "tcp",
    description = "Which connections are refused, unanswered or reset?",
    footerHeading = "%n",
    footer = {"Examples:", "  weir tcp --since 5m", "  weir tcp --to data/db --sort unanswered"})
public final class TcpCommand extends EdgeQuestionCommand {
  @Override
  String question() {
    return "tcp";
  }

  @Override
  Report report() {
    Table table =
        new Table()
            .left("CLIENT", EdgeQuestionCommand::client)
            .left("SERVER", EdgeQuestionCommand::server)
            .right("PORT", Text::port)
            .right("ATTEMPTS", row -> Text.count(row.path("attempts")))
            .right("ESTABLISHED", row -> Text.count(row.path("established")))
            .right("REFUSED", row -> Text.count(row.path("refused")))
            .right("UNANSWERED", row -> Text.count(row.path("unanswered")))
            .right("UNANSWERED %", row -> Text.percent(row.path("unansweredRatio")))
            .right("PATH LOST", row -> Text.count(row.path("pathLost")))
            .right("CLOSED", row -> Text.count(row.path("closed")))
            .right("RESET", row -> Text.count(row.path("reset")))
            .right("RETRANSMITS", row -> Text.count(row.path("retransmits")))
            .right("RTT P50", row -> Text.millis(row.path("rtt").path("p50Ms")));
    return new Report(table, TcpCommand::lostPath);
  }

  /** Between two nodes: neither side can see this alone. */
  private static String lostPath(JsonNode row) {
    return row.path("pathLost").asLong() == 0
        ? ""
        : Text.count(row.path("pathLost"))
            + (row.path("pathLost").asLong() == 1 ? " SYN" : " SYNs")
            + " left the node of "
            + EdgeQuestionCommand.client(row)
            + " and never came to that of "
            + EdgeQuestionCommand.server(row)
            + ": look at the network between the nodes.";
  }
}
