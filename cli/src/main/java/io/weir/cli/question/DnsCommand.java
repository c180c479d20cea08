package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weir dns}: DNS per client and resolver, most failures first. */
@Command(
    name = "dns",
    description = "Which workloads have DNS problems, and who asks for which name?",
    footerHeading = "%n",
    footer = {"Examples:", "  weir dns --since 5m", "  weir dns --name example.com"})
public final class DnsCommand extends EdgeQuestionCommand {
  @Override
  String question() {
    return "dns";
  }

  @Option(
      names = "--name",
      paramLabel = "PART",
      description = "Only query names that contain this, and who asked for them.")
  private @Nullable String name;

  @Override
  void addTo(Map<String, String> parameters) {
    super.addTo(parameters);
    put(parameters, "name", name);
  }

  @Override
  Report report() {
    Table table =
        new Table()
            .left("CLIENT", EdgeQuestionCommand::client)
            .left("RESOLVER", EdgeQuestionCommand::server)
            .right("QUERIES", row -> Text.count(row.path("queries")))
            .left("ANSWERS", row -> Text.counts(row.path("answers")))
            .right("UNANSWERED", row -> Text.count(row.path("unanswered")))
            .right("FAILED", row -> Text.count(row.path("failed")))
            .right("FAILED %", row -> Text.percent(row.path("failedRatio")))
            .right("P50", row -> Text.millis(row.path("latency").path("p50Ms")))
            .right("P99", row -> Text.millis(row.path("latency").path("p99Ms")))
            .left("NAMES", DnsCommand::names);
    return new Report(table, row -> "");
  }

  /** The three names asked for most. */
  private static String names(JsonNode row) {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < Math.min(3, row.path("names").size()); i++) {
      names.append(i == 0 ? "" : ", ").append(row.path("names").get(i).path("name").asText());
    }
    int more = row.path("names").size() - 3;
    return more > 0 ? names + ", " + more + " more" : names.toString();
  }
}
