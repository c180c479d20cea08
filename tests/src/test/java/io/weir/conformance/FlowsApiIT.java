package io.weir.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.util.Timestamps;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.Verdict;
import io.weir.ingest.v1.Event;
import io.weir.story.WeirProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The UI's questions about flows, asked of a real broker, relay, archive and HTTP server. */
@Timeout(300)
class FlowsApiIT {
  private static final int FLOWS = 300;
  private static final String RANGE = "since=2026-06-01T09:00:00Z&until=2026-06-01T12:00:00Z";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static WeirProcess weir;
  private static Feed feed;
  private static List<Flow> flows;

  @BeforeAll
  static void start(@TempDir Path scratch) throws Exception {
    Path config =
        Files.writeString(
            scratch.resolve("weir.yaml"),
            String.format(
                Locale.ROOT,
                """
                data-dir: %s
                metrics:
                  port: 0
                broker:
                  port: 0
                relay:
                  port: 0
                host:
                  enabled: false
                dashboards:
                  port: 0
                  flows:
                    rows-max: 100
                    live-streams-max: 2
                    live-rows-max: 1000
                    heartbeat: 1s
                """,
                scratch.resolve("data")));
    weir = WeirProcess.roles("broker,relay,archiver,dashboards", config, scratch);
    weir.awaitReady(Duration.ofSeconds(120));
    feed = new Feed(weir.address("grpc"));
    flows = new MadeEvents(7).flows(FLOWS);
    List<Event> events = new ArrayList<>();
    flows.forEach(flow -> events.add(Feed.event(flow)));
    Collections.shuffle(events, new Random(7));
    feed.send(events);
  }

  @AfterAll
  static void stop() {
    feed.close();
    weir.close();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(String path) {
    return URI.create("http://" + weir.address("http") + "/api/v1/" + path);
  }

  private static JsonNode ask(String path) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static String query(String text) {
    return "query=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Three flows each share a time, so pages of every length end between such. */
  @Test
  void pagesHaveEveryFlowOnceNewestFirst() throws Exception {
    for (int limit : new int[] {7, 50, 100}) {
      List<String> ids = new ArrayList<>();
      List<Instant> times = new ArrayList<>();
      String before = "";
      do {
        JsonNode page = ask("flows?" + RANGE + "&limit=" + limit + before);
        page.get("rows").forEach(row -> ids.add(row.get("id").asText()));
        page.get("rows").forEach(row -> times.add(Instant.parse(row.get("time").asText())));
        before = page.has("next") ? "&before=" + page.get("next").asText() : "";
      } while (!before.isEmpty());

      assertThat(ids).doesNotHaveDuplicates();
      assertThat(ids)
          .containsExactlyInAnyOrderElementsOf(flows.stream().map(Flow::getUuid).toList());
      assertThat(times).isSortedAccordingTo(Comparator.reverseOrder());
    }
  }

  @Test
  void aQueryShowsWhatTheCommandThatComesWithItShows() throws Exception {
    JsonNode page =
        ask("flows?" + RANGE + "&limit=100&" + query("verdict:dropped not protocol:udp"));

    assertThat(page.get("query").get("command").asText())
        .isEqualTo(
            "weir observe --since 2026-06-01T09:00:00Z --until 2026-06-01T12:00:00Z"
                + " --verdict DROPPED --not --protocol udp");
    Set<String> wanted =
        flows.stream()
            .filter(flow -> flow.getVerdict().name().equals("DROPPED") && !flow.getL4().hasUDP())
            .map(Flow::getUuid)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> shown = new TreeSet<>();
    page.get("rows").forEach(row -> shown.add(row.get("id").asText()));
    assertThat(shown).isEqualTo(wanted).isNotEmpty();
    assertThat(page.get("info").get("complete").asText()).isEqualTo("true");
  }

  @Test
  void oneFlowHasEveryField() throws Exception {
    Flow flow = flows.get(10);

    JsonNode row = ask("flows/" + flow.getUuid() + "?time=" + Timestamps.toString(flow.getTime()));

    assertThat(row.get("id").asText()).isEqualTo(flow.getUuid());
    assertThat(row.get("flow").get("uuid").asText()).isEqualTo(flow.getUuid());
    assertThat(get("flows/nobody?time=2026-06-01T10:00:00Z").statusCode()).isEqualTo(404);
  }

  @Test
  void aDownloadSaysWhenItIsNotWhole() throws Exception {
    List<String> whole = get("flows?" + RANGE + "&format=jsonl").body().lines().toList();
    List<String> cut = get("flows?" + RANGE + "&format=csv&limit=10").body().lines().toList();

    assertThat(whole).hasSize(FLOWS);
    assertThat(JSON.readTree(whole.get(0)).get("flow").get("uuid").asText()).startsWith("made-");
    assertThat(cut.get(0)).startsWith("time,node,source,");
    assertThat(cut.get(cut.size() - 1))
        .isEqualTo(
            "# Cut: this file has the newest 10 flows of its range, as many as were allowed."
                + " Older ones are not in it.");
    String newest = ask("flows?" + RANGE + "&limit=1").get("rows").get(0).get("id").asText();
    assertThat(cut.get(cut.size() - 2)).endsWith("," + newest);
  }

  @Test
  void mistakesNameTheirPlace() throws Exception {
    HttpResponse<String> typed = get("flows?" + query("port:80 verdict:droped"));
    HttpResponse<String> cel = get("flows?" + query("cel:nope("));

    JsonNode error = JSON.readTree(typed.body());
    assertThat(typed.statusCode()).isEqualTo(400);
    assertThat(error.get("at").asInt()).isEqualTo(16);
    assertThat(error.get("length").asInt()).isEqualTo(6);
    assertThat(error.get("suggestion").asText()).isEqualTo("dropped");
    assertThat(cel.statusCode()).as(cel.body()).isEqualTo(400);
    assertThat(cel.body()).contains("CEL");
  }

  @Test
  void completesWithWhatWasSeen() throws Exception {
    JsonNode verdicts = ask("flows/complete?" + query("verdict:dr") + "&at=10");
    JsonNode nodes = ask("flows/complete?" + query("node:"));

    assertThat(verdicts.get("suggestions").get(0).get("text").asText()).isEqualTo("dropped");
    assertThat(nodes.get("suggestions").findValuesAsText("text")).isNotEmpty();
  }

  /** A reader of server-sent events. */
  private record Events(InputStream body, BufferedReader lines) implements AutoCloseable {
    static Events open(String path, Optional<String> lastId) throws Exception {
      // Not 2, where the client would take 16 MiB before it makes the server wait.
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri(path)).version(HttpClient.Version.HTTP_1_1);
      lastId.ifPresent(id -> request.header("Last-Event-ID", id));
      HttpResponse<InputStream> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      return new Events(
          response.body(),
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    }

    record One(String name, String id, JsonNode data) {}

    One next() throws IOException {
      String name = "";
      String id = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          return new One(name, id, JSON.readTree(line.substring(6)));
        }
      }
      throw new AssertionError("the stream ended");
    }

    One next(String wanted) throws IOException {
      One event = next();
      while (!event.name().equals(wanted)) {
        event = next();
      }
      return event;
    }

    /** Sends flows to that port until one has come; then all of them have. */
    void awaitFollowing(int port) throws Exception {
      int sent = 0;
      while (true) {
        String id = "mark-" + port + "-" + ++sent;
        feed.send(List.of(Feed.event(now(id, port, ""))));
        // A beat comes after a second without flows.
        One event = next();
        while (event.name().equals("open")) {
          event = next();
        }
        if (event.name().equals("flows")) {
          while (!event.data().findValuesAsText("id").contains(id)) {
            event = next("flows");
          }
          return;
        }
      }
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  private static Flow now(String uuid, int port, String summary) {
    return Flow.newBuilder()
        .setUuid(uuid)
        .setTime(Timestamps.fromMillis(System.currentTimeMillis()))
        .setNodeName("made/n1")
        .setL4(Layer4.newBuilder().setTCP(TCP.newBuilder().setDestinationPort(port)))
        .setVerdict(Verdict.FORWARDED)
        .setSummary(summary)
        .build();
  }

  @Test
  void whoFollowsGetsWhatMatchesAndGoesOnWhereItBroke() throws Exception {
    String path = "flows/live?" + query("port:7001");
    String id;
    try (Events events = Events.open(path, Optional.empty())) {
      events.awaitFollowing(7001);
      feed.send(List.of(Feed.event(now("live-1", 7001, "")), Feed.event(now("live-2", 7002, ""))));
      Events.One got = events.next("flows");
      assertThat(got.data().get("rows").findValuesAsText("id")).containsExactly("live-1");
      id = got.id();
    }
    feed.send(List.of(Feed.event(now("live-3", 7001, ""))));
    try (Events events = Events.open(path, Optional.of(id))) {
      List<String> ids = new ArrayList<>();
      while (!ids.contains("live-3")) {
        ids.addAll(events.next("flows").data().get("rows").findValuesAsText("id"));
      }
      assertThat(ids).as("the last seconds come again").contains("live-1").doesNotContain("live-2");
    }
  }

  /** One browser does not read, one does: only the first one misses flows, and is told how many. */
  @Test
  void aSlowBrowserMissesFlowsAndNobodyElseDoes() throws Exception {
    int sent = 20_000;
    String summary = "x".repeat(1_000);
    try (Events slow = Events.open("flows/live?" + query("port:7003"), Optional.empty());
        Events quick = Events.open("flows/live?" + query("port:7004"), Optional.empty())) {
      slow.awaitFollowing(7003);
      quick.awaitFollowing(7004);
      assertThat(get("flows/live").statusCode()).as("two streams are allowed").isEqualTo(503);
      for (int from = 0; from < sent; from += 1_000) {
        List<Event> batch = new ArrayList<>();
        for (int n = from; n < from + 1_000; n++) {
          batch.add(Feed.event(now("slow-" + n, 7003, summary)));
        }
        feed.send(batch);
      }
      feed.send(List.of(Feed.event(now("quick", 7004, ""))));
      Events.One event = quick.next();
      while (event.name().equals("beat")) {
        event = quick.next();
      }
      assertThat(event.data().findValuesAsText("id")).containsExactly("quick");

      long missed = 0;
      long got = 0;
      String last = "";
      while (missed + got < sent) {
        Events.One next = slow.next();
        missed += next.name().equals("missed") ? next.data().get("flows").asLong() : 0;
        if (next.name().equals("flows")) {
          List<String> ids = next.data().get("rows").findValuesAsText("id");
          got += ids.size();
          last = ids.get(ids.size() - 1);
        }
      }
      assertThat(missed + got).as("every flow is shown or counted").isEqualTo(sent);
      assertThat(missed).isPositive();
      assertThat(last).as("the newest is what is kept").isEqualTo("slow-" + (sent - 1));
    }
    Awaitility.await("both places are free again")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              try (Events again = Events.open("flows/live", Optional.empty())) {
                assertThat(again.next().name()).isEqualTo("open");
              }
            });
  }
}
