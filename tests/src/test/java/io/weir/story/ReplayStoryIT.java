package io.weir.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.util.Timestamps;
import io.weir.hubble.flow.Flow;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Someone looks into a capture: what went in comes out, and the graph in it is right. */
class ReplayStoryIT {
  private static final Duration READY_WITHIN = Duration.ofSeconds(40);

  @TempDir Path scratch;

  /** The first sentence of the README about captures, word for word. */
  @Test
  void recordedTcpCaptureComesOutAsItWentIn() throws Exception {
    Path file = recording("hubble-otel-tcp-400.jsonl");
    try (WeirProcess weir = replay(file)) {
      List<Flow> in = HubbleLines.flows(Files.readAllLines(file));
      List<Flow> out = HubbleLines.flows(weir.observe("--all", "-o", "json").lines());

      assertThat(in).hasSize(400);
      assertThat(out).isSortedAccordingTo((a, b) -> Timestamps.compare(a.getTime(), b.getTime()));
      assertThat(HubbleLines.sorted(out)).isEqualTo(HubbleLines.sorted(in));
    }
  }

  /** All recordings in one world, merged by time; one line of them is not JSON. */
  @Test
  void everyRecordingComesOutAndTheBrokenLineIsKept() throws Exception {
    List<Path> files = recordings();
    List<Flow> in = new ArrayList<>();
    for (Path file : files) {
      in.addAll(HubbleLines.flows(Files.readAllLines(file)));
    }
    try (WeirProcess weir = replay(files.toArray(Path[]::new))) {
      List<Flow> out = HubbleLines.flows(weir.observe("--all", "-o", "json").lines());

      assertThat(HubbleLines.sorted(out)).isEqualTo(HubbleLines.sorted(in));
      assertThat(weir.metrics())
          .containsPattern(
              "(?m)^weir_collector_hubble_file_lines_total\\{outcome=\"discarded\"} 1(\\.0)?$");
      assertThat(KafkaRecords.discarded(weir.address("kafka")))
          .singleElement()
          .satisfies(
              discarded -> {
                assertThat(discarded.getOrigin()).endsWith("cpg-malformed.jsonl:2");
                assertThat(discarded.getReason()).isEqualTo("malformed");
                assertThat(discarded.getBytes().toStringUtf8()).isEqualTo("this is not json");
              });
      httpTruth(weir, recording("hubble-otel-http-348.jsonl"));
    }
  }

  /** Counts straight from the file what the jobs count through Kafka, Flink and the archive. */
  private static void httpTruth(WeirProcess weir, Path file) throws IOException {
    Map<String, HttpTruth> truth = HttpTruth.of(HubbleLines.flows(Files.readAllLines(file)));
    String range = "2021-10-04T14:00:00Z";
    JsonNode edges =
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(500))
            .until(
                () ->
                    weir.ask(
                            "http",
                            "--since",
                            range,
                            "--until",
                            "2021-10-04T15:00:00Z",
                            "-o",
                            "json")
                        .json(),
                answer ->
                    sum(answer.get("rows"), "/requests")
                        == truth.values().stream().mapToLong(t -> t.requests).sum());
    assertThat(edges.get("rows")).hasSize(truth.size());
    for (JsonNode edge : edges.get("rows")) {
      String key =
          HttpTruth.key(
              edge.at("/client/name").asText(),
              edge.at("/server/name").asText(),
              edge.get("port").asInt());
      assertThat(truth).containsKey(key);
      truth.get(key).check(key, edge);
    }
  }

  private static long sum(JsonNode edges, String pointer) {
    long sum = 0;
    for (JsonNode edge : edges) {
      sum += edge.at(pointer).asLong();
    }
    return sum;
  }

  /** A capture of our own making: the same ground in a bare clone, with truth known beforehand. */
  @Test
  void madeCaptureGivesItsOwnTruth() throws Exception {
    int connections = 500;
    Path file = MadeFlows.write(scratch.resolve("made.jsonl"), connections);
    Files.writeString(file, Files.readString(file) + "{\"flow\": oops}\n");
    try (WeirProcess weir = replay(file)) {
      List<Flow> in = HubbleLines.flows(Files.readAllLines(file));
      List<Flow> out = HubbleLines.flows(weir.observe("--all", "-o", "json").lines());
      assertThat(in).hasSize(MadeFlows.flows(connections));
      assertThat(HubbleLines.sorted(out)).isEqualTo(HubbleLines.sorted(in));

      JsonNode cart = awaitEdge(weir, "web", "cart", connections);
      assertThat(cart.at("/tcp/attempts").asInt()).isEqualTo(connections);
      assertThat(cart.at("/tcp/established").asInt()).isEqualTo(connections);
      assertThat(cart.at("/http/requests").asInt()).isEqualTo(connections);
      assertThat(cart.at("/http/codes/503").asInt()).isEqualTo(MadeFlows.unavailable(connections));
      assertThat(cart.at("/http/latency/p50Ms").asDouble()).isCloseTo(50, within(1.0));
      assertThat(cart.at("/http/latency/p99Ms").asDouble()).isCloseTo(99, within(1.5));

      JsonNode db = edgeOf(weir.ask("edges", "--all", "-o", "json").json(), "cart", "db");
      assertThat(db.at("/tcp/attempts").asInt()).isEqualTo(MadeFlows.refused(connections));
      assertThat(db.at("/tcp/refused").asInt()).isEqualTo(MadeFlows.refused(connections));
      assertThat(db.at("/tcp/established").asInt()).isZero();
    }
  }

  /** Two of them would fight over the same files and ports. */
  @Test
  void secondOneOnTheSameDirectoryFailsAtOnceWithOneSentence() throws Exception {
    Path file = MadeFlows.write(scratch.resolve("made.jsonl"), 1);
    try (WeirProcess first = replay(file)) {
      assertThat(first.log()).contains("Weir is ready");
      WeirProcess.Output second =
          WeirProcess.client(
              List.of("up", "--no-host", "--free-ports", "--data-dir", data().toString()));
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.err()).contains("is in use by another weir");
      String port = first.address("kafka").replaceAll(".*:", "");
      WeirProcess.Output third =
          WeirProcess.client(
              List.of(
                  "up",
                  "--no-host",
                  "--free-ports",
                  "--data-dir",
                  scratch.resolve("other").toString(),
                  "--kafka-port",
                  port));
      assertThat(third.exitCode()).isEqualTo(1);
      assertThat(third.err()).contains("Port " + port);
    }
  }

  private Path data() {
    return scratch.resolve("data");
  }

  private WeirProcess replay(Path... files) {
    List<String> options = new ArrayList<>(List.of("--no-host", "--original-time"));
    for (Path file : files) {
      options.add("--replay");
      options.add(file.toAbsolutePath().normalize().toString());
    }
    return WeirProcess.up(data(), options.toArray(String[]::new)).awaitReady(READY_WITHIN);
  }

  private static JsonNode awaitEdge(WeirProcess weir, String client, String server, int attempts) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> edgeOf(weir.ask("edges", "--all", "-o", "json").json(), client, server),
            edge -> edge.at("/tcp/attempts").asInt() >= attempts);
  }

  static JsonNode edgeOf(JsonNode answer, String client, String server) {
    for (JsonNode edge : answer.get("rows")) {
      if (edge.at("/client/name").asText().equals(client)
          && edge.at("/server/name").asText().equals(server)) {
        return edge;
      }
    }
    return WeirProcess.parse("{}");
  }

  private static Path recording(String name) {
    File folder = WeirProcess.recordings();
    assumeTrue(folder != null, "no recorded captures beside this checkout");
    return new File(folder, name).toPath();
  }

  private static List<Path> recordings() {
    File folder = WeirProcess.recordings();
    assumeTrue(folder != null, "no recorded captures beside this checkout");
    return Arrays.stream(folder.listFiles((dir, name) -> name.endsWith(".jsonl")))
        .map(File::toPath)
        .sorted()
        .toList();
  }
}
