package io.weir.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.L7FlowType;
import io.weir.slo.v1.SloDefinition;
import io.weir.topic.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody promises what no built-in indicator counts, without a file on the server: the document
 * goes by the API into a topic, its conditions in CEL to the jobs, their counts through the archive
 * and the evaluation, and back to whoever asks.
 */
class AppliedSloStoryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int CONNECTIONS = 200;

  /** Reads of items that are answered without an error and within 50 ms. */
  private static final String QUICK_READS =
      """
      apiVersion: openslo/v1
      kind: SLO
      metadata: {name: quick-reads}
      spec:
        service: cart
        indicator:
          metadata: {name: quick-reads}
          spec:
            ratioMetric:
              counter: true
              good:
                metricSource:
                  type: weir
                  spec:
                    service: shop/cart
                    cel: _flow.l7.http.code < 500u && _flow.l7.latency_ns <= 50000000u
              total:
                metricSource:
                  type: weir
                  spec:
                    service: shop/cart
                    cel: |
                      _flow.l7.type == L7FlowType.RESPONSE && _flow.l7.http.method == "GET"
                      && _flow.l7.http.url.contains("/items/")
        timeWindow: [{duration: 28d, isRolling: true}]
        budgetingMethod: Occurrences
        objectives: [{target: 0.99}]
      """;

  @TempDir Path scratch;

  @Test
  void anIndicatorOfOnesOwnIsAppliedAndCountedAndOutlivesARestart() throws Exception {
    Path data = scratch.resolve("data");
    Path flows = Files.createFile(scratch.resolve("flows.jsonl"));
    Path taken = Files.createDirectories(data.resolve("slo")).resolve("taken.yaml");
    Files.writeString(taken, QUICK_READS.replace("quick-reads", "taken"));
    Path document = Files.writeString(scratch.resolve("reads.yaml"), QUICK_READS);
    String counted;
    try (WeirProcess weir = up(data, flows)) {
      refusesWhatAFileDefines(weir, taken);
      assertThat(slo(weir, "apply", document.toString()).lines())
          .containsExactly("reads: SLO/quick-reads");
      SloDefinition definition = awaitDefinition(weir, "quick-reads");
      assertThat(definition.getCustom(0).getTotal()).contains("L7FlowType.RESPONSE");
      await("the jobs count by both documents")
          .atMost(PATIENCE)
          .until(() -> weir.metrics().contains("weir_jobs_custom_indicators 2"));

      Instant start = Instant.ofEpochSecond(0, definition.getEffectiveFromNs()).plusMillis(1);
      StringBuilder lines = new StringBuilder();
      MadeFlows.write(lines, CONNECTIONS, later(start, Instant.now()));
      Files.writeString(flows, lines, StandardOpenOption.APPEND);
      counted = counts(lines.toString());
      // Half of the responses take 50 ms or less; of these every tenth or so is a 503: the 1st,
      // 21st and 41st of each hundred.
      assertThat(counted).isEqualTo("106 bad of 200");
      awaitCounts(weir, counted);
    }
    try (WeirProcess weir = up(data, flows)) {
      assertThat(slo(weir, "documents", "-o", "json").json().path("rows").findValuesAsText("name"))
          .contains("reads");
      awaitCounts(weir, counted);
      assertThat(slo(weir, "delete", "reads").lines())
          .containsExactly("reads: deleted SLO/quick-reads");
      await("it is evaluated no more")
          .atMost(PATIENCE)
          .until(() -> row(weir).isEmpty() && definition(weir, "quick-reads").isEmpty());
    }
  }

  private WeirProcess up(Path data, Path flows) throws Exception {
    Path config =
        Files.writeString(
            scratch.resolve("weir.yaml"),
            "collector:\n  hubble-file:\n    files: [" + flows + "]\n    follow: true\n");
    return WeirProcess.up(data, "--no-host", "--config", config.toString()).awaitReady(PATIENCE);
  }

  private static WeirProcess.Output slo(WeirProcess weir, String command, String... more) {
    List<String> args = new ArrayList<>(List.of("slo", command, "--server", weir.address("http")));
    args.addAll(List.of(more));
    return WeirProcess.client(args);
  }

  /** Refused in the words of the one who judges, which name the file. */
  private void refusesWhatAFileDefines(WeirProcess weir, Path file) throws Exception {
    await("the API knows of the file")
        .atMost(PATIENCE)
        .until(
            () ->
                slo(weir, "documents", "-o", "json")
                    .json()
                    .path("rows")
                    .findValuesAsText("name")
                    .contains(file.toString()));
    WeirProcess.Output refused = slo(weir, "apply", "--name", "mine", file.toString());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("SLO taken is there already, at " + file + ":3:18");
  }

  private static SloDefinition awaitDefinition(WeirProcess weir, String name) {
    return await("the definition for the jobs")
        .atMost(PATIENCE)
        .until(() -> definition(weir, name), Optional::isPresent)
        .orElseThrow();
  }

  /** What the topic says last. */
  private static Optional<SloDefinition> definition(WeirProcess weir, String name) {
    Map<String, Optional<SloDefinition>> newest = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record :
        KafkaRecords.read(weir.address("kafka"), Topic.SLOS)) {
      newest.put(
          new String(record.key(), java.nio.charset.StandardCharsets.UTF_8),
          Optional.ofNullable(record.value())
              .map(value -> (SloDefinition) KafkaRecords.decode(Topic.SLOS, value)));
    }
    return newest.getOrDefault(name, Optional.empty());
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /** The promise in Java instead of CEL, over the lines that went in. */
  private static String counts(String lines) {
    long good = 0;
    long total = 0;
    for (Flow flow : HubbleLines.flows(lines.lines().toList())) {
      if (flow.getL7().getType() == L7FlowType.RESPONSE) {
        total++;
        boolean quick = flow.getL7().getLatencyNs() <= 50_000_000;
        good += quick && flow.getL7().getHttp().getCode() != 503 ? 1 : 0;
      }
    }
    return total - good + " bad of " + total;
  }

  private static void awaitCounts(WeirProcess weir, String counted) {
    await("the objective's counts")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        row(weir)
                            .map(row -> row.path("bad") + " bad of " + row.path("total"))
                            .orElse("nothing"))
                    .isEqualTo(counted));
  }

  private static Optional<JsonNode> row(WeirProcess weir) {
    for (JsonNode row : weir.ask("slo", "-o", "json").json().path("rows")) {
      if (row.path("slo").asText().equals("quick-reads")) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }
}
