package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code weir http}: HTTP per edge and call, most requests first. */
@Command(
    name = "http",
    description = "What HTTP calls are made, and how are they answered?",
    footerHeading = "%n",
    footer = {"Examples:", "  weir http --since 15m", "  weir http --to shop/checkout --sort 5xx"})
public final class HttpCommand extends EdgeQuestionCommand {
  @Override
  String question() {
    return "http";
  }

  @Override
  Report report() {
    Table table =
        new Table()
            .left("CLIENT", EdgeQuestionCommand::client)
            .left("SERVER", EdgeQuestionCommand::server)
            .right("PORT", Text::port)
            .left("CALL", row -> Text.text(row.path("call")))
            .right("REQUESTS", row -> Text.count(row.path("requests")))
            .right("RESPONSES", row -> Text.count(row.path("responses")))
            .right("2XX", row -> statusClass(row, "2xx"))
            .right("3XX", row -> statusClass(row, "3xx"))
            .right("4XX", row -> statusClass(row, "4xx"))
            .right("5XX", row -> statusClass(row, "5xx"))
            .right("P50", row -> Text.millis(row.path("latency").path("p50Ms")))
            .right("P95", row -> Text.millis(row.path("latency").path("p95Ms")))
            .right("P99", row -> Text.millis(row.path("latency").path("p99Ms")));
    return new Report(table, row -> "").expand(HttpCommand::withCalls);
  }

  /** The row of the edge, then one of each call, its sides left out. */
  private static Stream<JsonNode> withCalls(JsonNode edge) {
    Stream.Builder<JsonNode> rows = Stream.builder();
    rows.add(((ObjectNode) edge.deepCopy()).put("call", "all"));
    for (JsonNode call : edge.path("calls")) {
      String label = Text.text(call.path("method")) + " " + Text.text(call.path("path"));
      rows.add(((ObjectNode) call.deepCopy()).put("call", label));
    }
    return rows.build();
  }
}
