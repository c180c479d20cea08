package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A question about who talks to whom: can name the two sides. */
abstract class EdgeQuestionCommand extends QuestionCommand {
  @Option(
      names = "--from",
      paramLabel = "NAME",
      description = "Only this client: NAME, NAMESPACE/NAME, or world.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "NAME",
      description = "Only this server, written as for --from.")
  private @Nullable String to;

  @Override
  void addTo(Map<String, String> parameters) {
    put(parameters, "from", from);
    put(parameters, "to", to);
  }

  static String client(JsonNode row) {
    return Text.text(row.path("client").path("label"));
  }

  static String server(JsonNode row) {
    return Text.text(row.path("server").path("label"));
  }

  /** {@code failing: connect}, or the health alone. */
  static String health(JsonNode row) {
    String layer = Text.text(row.path("layer"));
    String health = Text.text(row.path("health"));
    return layer.isEmpty() ? health : health + ": " + layer;
  }

  static boolean isWrong(JsonNode row) {
    String health = Text.text(row.path("health"));
    return health.equals("failing") || health.equals("degraded");
  }

  /** Counts of a status class; empty without HTTP. */
  static String statusClass(JsonNode http, String statusClass) {
    return http.isMissingNode() ? "" : "" + http.path("classes").path(statusClass).asLong();
  }

  static String sum(JsonNode counts) {
    long sum = 0;
    for (JsonNode count : counts) {
      sum += count.asLong();
    }
    return sum == 0 ? "" : String.format(Locale.ROOT, "%,d", sum);
  }

  /** The columns that edges and services share. */
  static Table traffic(Table table) {
    return table
        .right("FLOWS", row -> Text.count(row.path("flows")))
        .right("CONNECTS", row -> Text.count(row.path("tcp").path("established")))
        .right("REFUSED", row -> Text.count(row.path("tcp").path("refused")))
        .right("UNANSWERED", row -> Text.count(row.path("tcp").path("unanswered")))
        .right("RESET", row -> Text.count(row.path("tcp").path("reset")))
        .right("REQUESTS", row -> Text.count(row.path("http").path("requests")))
        .right("4XX", row -> statusClass(row.path("http"), "4xx"))
        .right("5XX", row -> statusClass(row.path("http"), "5xx"))
        .right("P50", row -> Text.millis(row.path("http").path("latency").path("p50Ms")))
        .right("P95", row -> Text.millis(row.path("http").path("latency").path("p95Ms")))
        .right("P99", row -> Text.millis(row.path("http").path("latency").path("p99Ms")))
        .right("DNS", row -> Text.count(row.path("dns").path("queries")))
        .right("DNS FAILED", row -> Text.count(row.path("dns").path("failed")))
        .right("DROPPED", row -> sum(row.path("drops")))
        .right("BYTES", row -> Text.bytes(row.path("bytes")));
  }
}
