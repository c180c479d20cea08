package io.weir.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody tries Weir without a cluster: {@code weir up --demo} has incidents to find at once. */
class DemoStoryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String SINCE = "15m";

  @TempDir Path scratch;

  @Test
  void theDemoHasEveryIncidentOfItsLastRoundAndGoesOnLive() {
    try (WeirProcess weir =
        WeirProcess.up(scratch.resolve("data"), "--demo", "--no-host").awaitReady(PATIENCE)) {
      await("payment cut off by a policy")
          .atMost(PATIENCE)
          .until(() -> sum(weir, "drops", "/count") > 0);
      await("cart killed for its memory")
          .atMost(PATIENCE)
          .until(() -> sum(weir, "resources", "/oomKills") > 0);
      await("a resolver that does not answer")
          .atMost(PATIENCE)
          .until(() -> sum(weir, "edges", "/dns/unanswered") > 0);
      await("5xx of the bad rollout")
          .atMost(PATIENCE)
          .until(() -> sum(weir, "edges", "/http/codes/500") > 0);
      await("an objective that burns, with an alert").atMost(PATIENCE).until(() -> open(weir) > 0);
      await("a page that says why")
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(causes(weir)).contains("payment-connect policy-denial"));
      long before = sum(weir, "edges", "/flows");
      await("flows of this moment")
          .atMost(PATIENCE)
          .until(() -> sum(weir, "edges", "/flows") > before);
    }
  }

  /** Alerts that are open, each on counts of events. */
  private static long open(WeirProcess weir) {
    WeirProcess.Output slos = weir.ask("slo", "-o", "json");
    assertThat(slos.json().get("rows").size()).isLessThanOrEqualTo(5);
    WeirProcess.Output alerts = weir.ask("alerts", "-o", "json");
    assertThat(alerts.exitCode()).as(alerts.err()).isZero();
    long open = 0;
    for (JsonNode row : alerts.json().get("rows")) {
      if (row.path("open").asBoolean()) {
        open++;
        assertThat(row.path("bad").asLong()).isPositive();
      }
    }
    return open;
  }

  /** Of each incident the objective that was told, and the kind of its first cause. */
  private static List<String> causes(WeirProcess weir) {
    WeirProcess.Output incidents = weir.ask("incidents", "--all", "-o", "json");
    assertThat(incidents.exitCode()).as(incidents.err()).isZero();
    List<String> causes = new ArrayList<>();
    for (JsonNode row : incidents.json().get("rows")) {
      causes.add(row.path("slo").asText() + " " + row.at("/causes/0/kind").asText());
    }
    return causes;
  }

  private static long sum(WeirProcess weir, String question, String pointer) {
    WeirProcess.Output answer = weir.ask(question, "--since", SINCE, "-o", "json");
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    long sum = 0;
    for (JsonNode row : answer.json().get("rows")) {
      sum += row.at(pointer).asLong();
    }
    return sum;
  }
}
