package io.weir.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.hubble.flow.Flow;
import io.weir.topic.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine's power button, as far as the process can tell. */
class UpKilledFaultIT {
  /** 6 flows each and 2 more for every tenth: 100,006 flows. */
  private static final int CONNECTIONS = 16_130;

  @TempDir Path scratch;

  @Test
  void killedInTheMiddleOfAReplayThenStartedAgainHasEachFlowOnce() throws Exception {
    Path file = MadeFlows.write(scratch.resolve("made.jsonl"), CONNECTIONS);
    List<Flow> in = HubbleLines.flows(Files.readAllLines(file));
    assertThat(in).hasSizeGreaterThan(100_000);

    try (WeirProcess first = replay(file)) {
      first.awaitReady(Duration.ofSeconds(60));
      Awaitility.await("some are in Kafka")
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> KafkaRecords.count(first.address("kafka"), Topic.FLOWS) > 10_000);
      first.kill();
    }
    try (WeirProcess second = replay(file)) {
      second.awaitReady(Duration.ofSeconds(90));
      Awaitility.await("the replay ends")
          .atMost(Duration.ofSeconds(120))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> second.log().contains("Replay done"));

      List<Flow> out = HubbleLines.flows(second.observe("--all", "-o", "json").lines());
      assertThat(out).hasSize(in.size());
      assertThat(new HashSet<>(out)).isEqualTo(new HashSet<>(in));

      Awaitility.await("the edges have caught up")
          .atMost(Duration.ofSeconds(120))
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(() -> edgesAreExact(second));
    }
  }

  private static void edgesAreExact(WeirProcess weir) {
    JsonNode edges = weir.ask("edges", "--all", "-o", "json").json();
    JsonNode cart = ReplayStoryIT.edgeOf(edges, "web", "cart");
    assertThat(cart.at("/tcp/attempts").asInt()).isEqualTo(CONNECTIONS);
    assertThat(cart.at("/tcp/established").asInt()).isEqualTo(CONNECTIONS);
    assertThat(cart.at("/http/requests").asInt()).isEqualTo(CONNECTIONS);
    assertThat(cart.at("/http/codes/503").asInt()).isEqualTo(MadeFlows.unavailable(CONNECTIONS));
    JsonNode db = ReplayStoryIT.edgeOf(edges, "cart", "db");
    assertThat(db.at("/tcp/refused").asInt()).isEqualTo(MadeFlows.refused(CONNECTIONS));
  }

  private WeirProcess replay(Path file) {
    return WeirProcess.up(
        scratch.resolve("data"),
        "--no-host",
        "--original-time",
        "--replay",
        file.toAbsolutePath().toString());
  }
}
