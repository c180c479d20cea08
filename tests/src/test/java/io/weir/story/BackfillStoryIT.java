package io.weir.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody has traffic first and objectives later: they stand as if they had been there before. */
class BackfillStoryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int FIRST = 100;
  private static final int SECOND = 500;

  @TempDir Path scratch;

  @Test
  void anObjectiveOfTodayKnowsOfYesterday() throws Exception {
    Path data = scratch.resolve("data");
    Path before = MadeFlows.write(scratch.resolve("a.jsonl"), FIRST, Duration.ofHours(2));
    Path after = MadeFlows.write(scratch.resolve("b.jsonl"), SECOND);
    try (WeirProcess weir =
        WeirProcess.up(
                data,
                "--no-host",
                "--original-time",
                "--replay",
                before.toString(),
                "--replay",
                after.toString())
            .awaitReady(PATIENCE)) {
      await("the archive has all windows")
          .atMost(PATIENCE)
          .until(() -> requests(weir) == FIRST + SECOND);
      objective(data, "an-hour", "1h");
      objective(data, "four-weeks", "28d");

      JsonNode hour = row(weir, "an-hour", row -> row.path("total").asLong() > 0);
      assertThat(hour.path("total").asLong()).isEqualTo(SECOND);
      assertThat(hour.path("bad").asLong()).isEqualTo(MadeFlows.unavailable(SECOND));
      assertThat(hour.path("partial").asBoolean()).as("there was something before").isFalse();
      JsonNode month = row(weir, "four-weeks", row -> row.path("total").asLong() > 0);
      assertThat(month.path("total").asLong()).isEqualTo(FIRST + SECOND);
      assertThat(month.path("bad").asLong())
          .isEqualTo(MadeFlows.unavailable(FIRST) + MadeFlows.unavailable(SECOND));
      assertThat(month.path("partial").asBoolean()).isTrue();
      weir.kill();
    }
    try (WeirProcess weir = WeirProcess.up(data, "--no-host").awaitReady(PATIENCE)) {
      objective(data, "one-more", "14d");

      JsonNode more = row(weir, "one-more", row -> row.path("total").asLong() > 0);
      assertThat(more.path("total").asLong()).isEqualTo(FIRST + SECOND);
      JsonNode month = row(weir, "four-weeks", row -> row.path("total").asLong() > 0);
      assertThat(month.path("total").asLong()).as("not once more").isEqualTo(FIRST + SECOND);
    }
  }

  private static void objective(Path data, String name, String period) throws IOException {
    Path directory = Files.createDirectories(data.resolve("slo"));
    Files.writeString(
        directory.resolve(name + ".yaml"),
        """
        apiVersion: openslo/v1
        kind: SLO
        metadata: {name: %s}
        spec:
          service: cart
          indicator:
            metadata: {name: %s}
            spec:
              ratioMetric:
                raw:
                  metricSource:
                    type: weir
                    spec: {indicator: http-availability, service: shop/cart}
                rawType: success
          timeWindow:
            - {duration: %s, isRolling: true}
          budgetingMethod: Occurrences
          objectives:
            - {target: 0.9}
        """
            .formatted(name, name + "-responses", period));
  }

  private static long requests(WeirProcess weir) {
    long requests = 0;
    for (JsonNode row : weir.ask("http", "--all", "-o", "json").json().get("rows")) {
      requests += row.path("requests").asLong();
    }
    return requests;
  }

  private static JsonNode row(WeirProcess weir, String slo, Predicate<JsonNode> enough) {
    return org.awaitility.Awaitility.await(slo)
        .atMost(PATIENCE)
        .until(
            () -> {
              for (JsonNode row : weir.ask("slo", "-o", "json").json().get("rows")) {
                if (row.path("slo").asText().equals(slo)) {
                  return row;
                }
              }
              return WeirProcess.parse("{}");
            },
            enough);
  }
}
