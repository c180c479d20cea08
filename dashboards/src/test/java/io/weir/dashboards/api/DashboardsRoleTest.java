package io.weir.dashboards.api;

import static io.weir.dashboards.TestWindows.START;
import static io.weir.dashboards.TestWindows.TO_CHECKOUT;
import static io.weir.dashboards.TestWindows.TO_DB;
import static io.weir.dashboards.TestWindows.edgeWindow;
import static io.weir.dashboards.TestWindows.http;
import static io.weir.dashboards.TestWindows.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.dashboards.FakeSeriesStore;
import io.weir.dashboards.answer.SilenceBook;
import io.weir.dashboards.answer.SloView;
import io.weir.runtime.StartException;
import io.weir.series.v1.Coverage;
import io.weir.series.v1.EdgeWindow;
import io.weir.storage.Series;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The API over a real server: one server for all tests, asked a minute after the shop's start. */
class DashboardsRoleTest {
  private static final FakeSeriesStore STORE =
      new FakeSeriesStore()
          .with(
              Series.EDGES,
              edgeWindow(TO_CHECKOUT, 0, http(10, 0, 0.1)),
              edgeWindow(TO_CHECKOUT, 1, http(10, 5, 0.1)),
              edgeWindow(TO_DB, 1, http(7, 0, 0.1)));
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final PrometheusRegistry REGISTRY = new PrometheusRegistry();
  private static final DashboardsRole ROLE = role(STORE, 0, REGISTRY);

  private static DashboardsRole role(FakeSeriesStore store, int port, PrometheusRegistry registry) {
    DashboardsConfig def = DashboardsConfig.DEFAULT;
    return new DashboardsRole(
        new DashboardsConfig(
            def.host(), port, def.concurrentMax(), 100, def.requestTimeout(), def.defaultRange()),
        store,
        SloView.NONE,
        SilenceBook.NONE,
        registry,
        InstantSource.fixed(START.plusSeconds(60)));
  }

  @BeforeAll
  static void start() throws Exception {
    ROLE.start();
  }

  @AfterAll
  static void stop() {
    ROLE.close();
    ROLE.close();
  }

  private static HttpResponse<String> get(int port, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode ask(String question) throws IOException, InterruptedException {
    HttpResponse<String> response = get(ROLE.port(), "/api/v1/" + question);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new ObjectMapper().readTree(response.body());
  }

  private static String refused(String question) throws IOException, InterruptedException {
    HttpResponse<String> response = get(ROLE.port(), "/api/v1/" + question);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    return new ObjectMapper().readTree(response.body()).get("error").asText();
  }

  @Test
  void answersEdgesWorstFirst() throws Exception {
    JsonNode answer = ask("edges");

    JsonNode worst = answer.get("rows").get(0);
    assertThat(answer.get("question").asText()).isEqualTo("edges");
    assertThat(answer.get("summary").asText())
        .isEqualTo(
            "1 of 2 edges failing, 0 degraded. Worst: shop/frontend → shop/checkout TCP:8080."
                + " 5 of 25 responses (20 %) were errors of the server: 5 503.");
    assertThat(answer.get("info").get("from").asText()).isEqualTo("2026-01-31T09:46:00Z");
    assertThat(answer.get("info").get("to").asText()).isEqualTo("2026-01-31T10:01:00Z");
    assertThat(answer.get("info").get("windowSeconds").asInt()).isEqualTo(10);
    assertThat(answer.get("info").get("complete").asText()).isEqualTo("unknown");
    assertThat(worst.get("client").get("label").asText()).isEqualTo("shop/frontend");
    assertThat(worst.get("health").asText()).isEqualTo("failing");
    assertThat(worst.get("layer").asText()).isEqualTo("http-5xx");
    assertThat(worst.get("flows").asInt()).isEqualTo(50);
    assertThat(worst.get("http").get("classes").get("5xx").asInt()).isEqualTo(5);
    assertThat(worst.get("http").get("serverErrorRatio").asDouble()).isEqualTo(0.2);
    assertThat(worst.get("firstSeen").asText()).isEqualTo("2026-01-31T10:00:00Z");
    assertThat(worst.has("tcp")).as("absent is left out").isFalse();
    assertThat(answer.get("rows").get(1).has("layer")).isFalse();
  }

  /** The window's own record: no edge, no gap. */
  @Test
  void nothingDroppedWhereSomebodyListenedIsAnAnswer() throws Exception {
    EdgeWindow own =
        EdgeWindow.newBuilder()
            .setWindow(window(0))
            .setCoverage(Coverage.getDefaultInstance())
            .build();
    FakeSeriesStore store =
        new FakeSeriesStore().with(Series.EDGES, own, edgeWindow(TO_DB, 0, http(7, 0, 0.1)));
    DashboardsRole role = role(store, 0, new PrometheusRegistry());
    role.start();
    try {
      for (String question : List.of("drops", "edges", "map")) {
        JsonNode info =
            new ObjectMapper().readTree(get(role.port(), "/api/v1/" + question).body()).get("info");
        assertThat(info.get("complete").asText()).as(question).isEqualTo("true");
        assertThat(info.get("missing")).as(question).isEmpty();
      }
      assertThat(get(role.port(), "/api/v1/edges").body())
          .as("a record without an edge is no edge")
          .contains("\"totalRows\":1");
    } finally {
      role.close();
    }
  }

  @Test
  void countsOnlyTheRangeAskedFor() throws Exception {
    JsonNode answer = ask("edges?since=2026-01-31T10:00:10Z&until=2026-01-31T10:00:20Z");
    assertThat(answer.get("rows").get(0).get("http").get("requests").asInt()).isEqualTo(15);
    assertThat(ask("http?since=55s&until=50s").get("rows").get(0).get("requests").asInt())
        .as("55 s ago lies in the first window")
        .isEqualTo(10);
  }

  @Test
  void saysWhereDataIsWhenTheRangeHasNone() throws Exception {
    JsonNode answer = ask("edges?since=2026-02-01T00:00:00Z&until=2026-02-02T00:00:00Z");
    assertThat(answer.get("rows")).isEmpty();
    assertThat(answer.get("summary").asText()).isEqualTo("No edges in this range.");
    assertThat(answer.get("info").get("dataFrom").asText()).isEqualTo("2026-01-31T10:00:00Z");
    assertThat(answer.get("info").get("dataTo").asText()).isEqualTo("2026-01-31T10:00:10Z");
  }

  @Test
  void answersEverythingWithAll() throws Exception {
    JsonNode answer = ask("services?all=true");
    assertThat(answer.get("rows")).hasSize(2);
    assertThat(answer.get("info").get("from").asText()).isEqualTo("2026-01-31T10:00:00Z");
    assertThat(answer.get("info").get("to").asText()).isEqualTo("2026-01-31T10:00:20Z");
    assertThat(answer.get("rows").get(0).get("service").get("name").asText()).isEqualTo("checkout");
  }

  @Test
  void limitsAndSorts() throws Exception {
    JsonNode answer = ask("edges?sort=name&limit=1");
    assertThat(answer.get("rows")).hasSize(1);
    assertThat(answer.get("rows").get(0).get("server").get("name").asText()).isEqualTo("db");
    assertThat(answer.get("info").get("totalRows").asInt()).isEqualTo(2);
    assertThat(answer.get("info").get("notes").get(0).asText())
        .isEqualTo("Shows 1 of 2 rows; raise limit or filter.");
  }

  @Test
  void drawsTheMap() throws Exception {
    JsonNode map = ask("map");
    assertThat(map.get("nodes")).hasSize(3);
    assertThat(map.get("edges")).hasSize(2);
    assertThat(map.get("edges").get(0).get("source").asText())
        .isEqualTo("/shop/Deployment/frontend");
    assertThat(map.get("nodes").findValuesAsText("id"))
        .contains("/shop/Deployment/frontend", "/shop/Deployment/checkout");
    assertThat(map.get("nodes").findValuesAsText("health"))
        .containsExactly("ok", "failing", "unknown");
    JsonNode frontend = map.get("nodes").get(2);
    JsonNode checkout = map.get("nodes").get(1);
    assertThat(map.get("groups").findValuesAsText("id")).containsExactly("/data", "/shop");
    assertThat(frontend.get("group").asText()).isEqualTo("/shop");
    assertThat(frontend.get("column").asInt()).isLessThan(checkout.get("column").asInt());
    JsonNode failing = map.get("edges").get(0);
    assertThat(failing.get("rateUnit").asText()).isEqualTo("requests");
    assertThat(failing.get("badRatio").asDouble()).isEqualTo(0.2);
    assertThat(failing.get("protocols").get(0).asText()).isEqualTo("http");
    assertThat(failing.has("change")).isFalse();
  }

  @Test
  void comparesTwoTimes() throws Exception {
    JsonNode map =
        ask(
            "map?since=2026-01-31T10:00:10Z&until=2026-01-31T10:00:20Z"
                + "&before-since=2026-01-31T10:00:00Z");

    assertThat(map.get("summary").asText())
        .isEqualTo(
            "1 new edge since 2026-01-31T10:00:00Z. First: shop/checkout → data/db TCP:5432 is new."
                + " Nothing failing in 7 responses.");
    assertThat(map.get("comparison").get("new").asInt()).isEqualTo(1);
    assertThat(map.get("edges").findValuesAsText("change")).containsExactly("new", "same");
    JsonNode toCheckout = map.get("edges").get(1);
    assertThat(toCheckout.get("badRatio").asDouble()).isEqualTo(0.333333);
    assertThat(toCheckout.get("before").get("badRatio").asDouble()).isZero();
    assertThat(map.get("nodes").findValuesAsText("change")).containsExactly("new", "same", "same");
  }

  @Test
  void anEdgeThatIsGoneIsStillOnTheMap() throws Exception {
    JsonNode map =
        ask(
            "map?since=2026-01-31T10:00:00Z&until=2026-01-31T10:00:10Z"
                + "&before-since=2026-01-31T10:00:10Z");

    JsonNode gone = map.get("edges").get(0);
    assertThat(gone.get("change").asText()).isEqualTo("gone");
    assertThat(gone.get("flows").asInt()).isZero();
    assertThat(gone.get("why").asText()).isEqualTo("Not seen in this range.");
    assertThat(gone.get("protocols").get(0).asText()).isEqualTo("http");
    assertThat(gone.get("before").get("total").asInt()).isEqualTo(7);
    assertThat(map.get("nodes").findValuesAsText("label")).contains("data/db");
  }

  @Test
  void saysThatNothingIsKnownOfTheTimeBefore() throws Exception {
    JsonNode map = ask("map?since=1m&before-since=2h");
    assertThat(map.get("info").get("notes").get(0).asText())
        .isEqualTo("Nothing was seen in the time before, so every edge is new.");
    assertThat(refused("map?before-until=2h"))
        .startsWith("before-until: 2h (expected: before-since");
    assertThat(refused("map?all=true&before-since=2h")).startsWith("before-since: 2h");
    assertThat(refused("map?before-since=2h&before-until=3h")).startsWith("before-since: 2026");
  }

  @Test
  void compressesWhenTheClientAccepts() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + ROLE.port() + "/api/v1/map");
    HttpResponse<byte[]> response =
        CLIENT.send(
            HttpRequest.newBuilder(uri).header("Accept-Encoding", "gzip").build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.headers().firstValue("content-encoding")).hasValue("gzip");
    try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      assertThat(new ObjectMapper().readTree(body).get("edges")).hasSize(2);
    }
    assertThat(get(ROLE.port(), "/api/v1/map").headers().firstValue("content-encoding")).isEmpty();
  }

  @Test
  void answersEveryQuestionOnAnEmptyStore() throws Exception {
    DashboardsRole empty = role(new FakeSeriesStore(), 0, new PrometheusRegistry());
    empty.start();
    try (empty) {
      for (String question :
          new Questions(
                  new FakeSeriesStore(),
                  SloView.NONE,
                  SilenceBook.NONE,
                  new PlaceBook(
                      Optional.empty(),
                      new PlaceMetrics(new PrometheusRegistry()),
                      InstantSource.system()),
                  InstantSource.system())
              .byName()
              .keySet()) {
        for (String range : new String[] {"", "?all=true", "?since=30d"}) {
          String needed = question.equals("slis") ? "indicator=http-availability" : "limit=1";
          HttpResponse<String> response =
              get(
                  empty.port(),
                  "/api/v1/" + question + (range.isEmpty() ? "?" : range + "&") + needed);
          assertThat(response.statusCode()).as(question + range).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void namesTheParameterThatItCannotUse() throws Exception {
    assertThat(refused("edges?since=yesterday"))
        .isEqualTo(
            "since: yesterday (expected: a time like 2026-01-31T10:00:00Z, ms since the epoch, or"
                + " an age like 5m or 1h30m)");
    assertThat(refused("edges?since=1m&until=5m")).startsWith("since: 2026-01-31T10:00:00Z");
    assertThat(refused("edges?limit=0")).isEqualTo("limit: 0 (expected: 1 to 100 rows)");
    assertThat(refused("edges?sort=colour")).startsWith("sort: colour (expected: one of health, ");
    assertThat(refused("edges?sinse=5m")).startsWith("sinse: unknown parameter (expected: one of");
    assertThat(refused("edges?all=true&since=5m")).startsWith("all: true");
    assertThat(refused("edges?since=5m&since=6m")).startsWith("since: [5m, 6m]");
  }

  @Test
  void unknownQuestionsGetAListOfThoseItKnows() throws Exception {
    HttpResponse<String> response = get(ROLE.port(), "/api/v1/nodes");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("edges, services, http");
  }

  @Test
  void aBrokenStoreIsSaidNotHidden() throws Exception {
    FakeSeriesStore store =
        new FakeSeriesStore().with(Series.EDGES, edgeWindow(TO_DB, 0, http(1, 0, 1)));
    store.breakDown();
    DashboardsRole broken = role(store, 0, new PrometheusRegistry());
    broken.start();
    try (broken) {
      HttpResponse<String> response = get(broken.port(), "/api/v1/edges");
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).contains("Cannot answer: Cannot read series in memory");
    }
  }

  @Test
  void aTakenPortIsOneClearSentence() {
    DashboardsRole second = role(STORE, ROLE.port(), new PrometheusRegistry());
    assertThat(second.readiness().ready()).isFalse();
    assertThatThrownBy(second::start)
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("Cannot serve HTTP on 127.0.0.1:" + ROLE.port())
        .hasMessageContaining("Stop what listens there, or set dashboards.port");
    second.close();
  }

  @Test
  void everyQuestionIsCounted() throws Exception {
    ask("edges");
    refused("edges?limit=0");
    String scraped = REGISTRY.scrape().toString();
    assertThat(REGISTRY.scrape(name -> name.equals("weir_dashboards_questions")))
        .as(scraped)
        .isNotEmpty();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + ROLE.port() + path);
    return CLIENT.send(request.uri(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** A page of somebody else's may send forms, and no JSON without asking. */
  @Test
  void aSilenceIsTakenAsJsonAlone() throws Exception {
    HttpRequest.Builder form =
        HttpRequest.newBuilder()
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("{}"));
    assertThat(send(form, "/api/v1/silences").statusCode()).isEqualTo(415);
    HttpResponse<String> asked =
        send(
            HttpRequest.newBuilder()
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://example.com"),
            "/api/v1/silences");
    assertThat(asked.headers().firstValue("access-control-allow-origin")).isEmpty();
  }

  @Test
  void whatIsNoSilenceIsNamed() throws Exception {
    for (String[] wrong :
        new String[][] {
          {"", "body: "},
          {"{", "body: not JSON"},
          {"[]", "body: ARRAY (expected: a JSON object)"},
          {"{\"matcher\":[]}", "matcher: unknown key (expected: one of "},
          {"{\"owner\":\"eva\"}", "matchers, incident: neither"},
          {"{\"matchers\":[\"slo=x\"]}", "owner: missing"},
          {"{\"matchers\":[\"slo=x\"],\"owner\":\"eva\"}", "endsAt: missing"},
          {
            "{\"matchers\":[\"slo=x\"],\"owner\":\"eva\",\"endsAt\":\"2026-01-31T10:00:00Z\"}",
            "endsAt: 2026-01-31T10:00:00Z (expected: a time to come"
          },
        }) {
      HttpResponse<String> response =
          send(
              HttpRequest.newBuilder()
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(wrong[0])),
              "/api/v1/silences");
      assertThat(response.statusCode()).as(wrong[0]).isEqualTo(400);
      assertThat(new ObjectMapper().readTree(response.body()).get("error").asText())
          .startsWith(wrong[1]);
    }
  }
}
