package io.weir.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code weir up --demo}: what somebody sees who tries Weir without a cluster.
 *
 * @param weir its process
 */
public record Demo(WeirProcess weir) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String SINCE = "15m";

  /** Starts one and waits until it answers. */
  public static Demo start(Path scratch) {
    WeirProcess weir = WeirProcess.up(scratch.resolve("data"), "--demo", "--no-host");
    try {
      return new Demo(weir.awaitReady(PATIENCE));
    } catch (RuntimeException | Error e) {
      weir.close();
      throw e;
    }
  }

  /** Waits until every incident of its last round can be found. */
  public void awaitIncidents() {
    await("payment cut off by a policy").atMost(PATIENCE).until(() -> sum("drops", "/count") > 0);
    await("cart killed for its memory")
        .atMost(PATIENCE)
        .until(() -> sum("resources", "/oomKills") > 0);
    await("a resolver that does not answer")
        .atMost(PATIENCE)
        .until(() -> sum("edges", "/dns/unanswered") > 0);
    await("5xx of the bad rollout")
        .atMost(PATIENCE)
        .until(() -> sum("edges", "/http/codes/500") > 0);
    await("an objective that burns, with an alert").atMost(PATIENCE).until(() -> open() > 0);
    await("an incident that says why").atMost(PATIENCE).until(() -> !causes().isEmpty());
  }

  /** Waits until the incident that cuts payment off names the policy that does. */
  void awaitPolicyAsCause() {
    await("a page that says why")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(causes()).contains("policy-denial shop/deny-payment"));
  }

  /** Waits until flows come in that were not there before. */
  void awaitLiveFlows() {
    long before = sum("edges", "/flows");
    await("flows of this moment").atMost(PATIENCE).until(() -> sum("edges", "/flows") > before);
  }

  /** Alerts that are open, each on counts of events. */
  private long open() {
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

  /**
   * Of each incident that has one its first cause. The objective is not asked for: payment's and
   * checkout's both burn, and whose alert opens first is what people are told of.
   */
  private List<String> causes() {
    WeirProcess.Output incidents = weir.ask("incidents", "--all", "-o", "json");
    assertThat(incidents.exitCode()).as(incidents.err()).isZero();
    List<String> causes = new ArrayList<>();
    for (JsonNode row : incidents.json().get("rows")) {
      JsonNode first = row.at("/causes/0");
      if (first.isObject()) {
        causes.add(first.path("kind").asText() + " " + first.path("subject").asText());
      }
    }
    return causes;
  }

  private long sum(String question, String pointer) {
    WeirProcess.Output answer = weir.ask(question, "--since", SINCE, "-o", "json");
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    long sum = 0;
    for (JsonNode row : answer.json().get("rows")) {
      sum += row.at(pointer).asLong();
    }
    return sum;
  }

  @Override
  public void close() {
    weir.close();
  }
}
