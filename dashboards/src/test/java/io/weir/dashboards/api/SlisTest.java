package io.weir.dashboards.api;

import static io.weir.dashboards.TestWindows.CHECKOUT;
import static io.weir.dashboards.TestWindows.DB;
import static io.weir.dashboards.TestWindows.FRONTEND;
import static io.weir.dashboards.TestWindows.START;
import static io.weir.dashboards.TestWindows.sliWindow;
import static io.weir.dashboards.TestWindows.window;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.dashboards.FakeSeriesStore;
import io.weir.dashboards.answer.SilenceBook;
import io.weir.dashboards.answer.SloView;
import io.weir.series.v1.Coverage;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.Gap;
import io.weir.storage.Series;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The past of an indicator over a real server, asked at 12:00:30. */
class SlisTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  // 10:00 to 11:00 by the hour and the minute; 11:00 to 12:00 so far; 12:00:00 just now.
  private static final FakeSeriesStore STORE =
      new FakeSeriesStore()
          .with(
              Series.SLIS,
              sliWindow(CHECKOUT, window(Duration.ZERO, HOUR), 90, 100),
              sliWindow(CHECKOUT, window(Duration.ZERO, MINUTE), 40, 50),
              sliWindow(CHECKOUT, window(Duration.ofMinutes(30), MINUTE), 50, 50),
              sliWindow(CHECKOUT, window(HOUR, HOUR), 70, 70),
              sliWindow(CHECKOUT, window(HOUR, MINUTE), 70, 70),
              sliWindow(CHECKOUT, window(HOUR.multipliedBy(2), TEN_SECONDS), 3, 4),
              sliWindow(DB, window(HOUR, HOUR), 10, 10),
              sliWindow(DB, window(HOUR, MINUTE), 10, 10),
              sliWindow(DB, window(HOUR, MINUTE), 4, 4).toBuilder()
                  .setClient(FRONTEND)
                  .setPort(5432)
                  .setProtocol("TCP")
                  .build())
          .with(
              Series.EDGES,
              EdgeWindow.newBuilder()
                  .setWindow(window(HOUR, MINUTE))
                  .setCoverage(
                      Coverage.newBuilder()
                          .setLost(7)
                          .addGaps(Gap.newBuilder().setNode("n1").setStage("hubble").setLost(7)))
                  .build());
  private static final DashboardsRole ROLE =
      new DashboardsRole(
          DashboardsConfig.DEFAULT.withPort(0),
          STORE,
          SloView.NONE,
          SilenceBook.NONE,
          new PrometheusRegistry(),
          InstantSource.fixed(START.plusSeconds(2 * 3600 + 30)));

  @BeforeAll
  static void start() throws Exception {
    ROLE.start();
  }

  @AfterAll
  static void stop() {
    ROLE.close();
  }

  private static JsonNode ask(int status, String parameters)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + ROLE.port() + "/api/v1/slis?" + parameters);
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return new ObjectMapper().readTree(response.body());
  }

  private static JsonNode ask(String parameters) throws IOException, InterruptedException {
    return ask(200, "indicator=http-availability&" + parameters);
  }

  @Test
  void oneRowForEachServiceWithItsWindowsSideBySide() throws Exception {
    JsonNode answer = ask("since=2h&step=1m");

    assertThat(answer.get("summary").asText())
        .isEqualTo(
            "http-availability: 11 of 184 events (6.0 %) bad in 2 series. Worst: shop/checkout,"
                + " 11 of 174 events (6.3 %).");
    assertThat(answer.get("info").get("windowSeconds").asInt()).isEqualTo(60);
    assertThat(answer.get("info").get("from").asText()).isEqualTo("2026-01-31T10:00:00Z");
    JsonNode row = answer.get("rows").get(0);
    assertThat(row.get("server").get("label").asText()).isEqualTo("shop/checkout");
    assertThat(row.has("client")).as("a service is counted over all its callers").isFalse();
    assertThat(row.get("windows").toString())
        .isEqualTo(
            "{\"startMs\":[1769853600000,1769855400000,1769857200000,1769860800000],"
                + "\"good\":[40,50,70,3],\"total\":[50,50,70,4],\"lost\":[0,0,0,0]}");
  }

  /** The hour that is not over yet comes from its minutes and seconds. */
  @Test
  void theLastStepHoldsWhatThereIsOfIt() throws Exception {
    JsonNode row = ask("since=2h&step=1h&service=checkout").get("rows").get(0);

    assertThat(row.get("windows").get("total").toString()).isEqualTo("[100,70,4]");
    assertThat(row.get("ratio").asDouble()).isEqualTo(0.936782);
  }

  @Test
  void theStepFitsTheRangeWhenNoneIsNamed() throws Exception {
    assertThat(ask("since=30m").get("info").get("windowSeconds").asInt()).isEqualTo(10);
    assertThat(ask("since=6h").get("info").get("windowSeconds").asInt()).isEqualTo(60);
  }

  @Test
  void edgesWhenACallerIsNamed() throws Exception {
    JsonNode rows = ask("since=2h&step=1m&from=frontend").get("rows");

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get("client").get("name").asText()).isEqualTo("frontend");
    assertThat(rows.get(0).get("port").asInt()).isEqualTo(5432);
    assertThat(rows.get(0).get("total").asInt()).isEqualTo(4);
    assertThat(ask("since=2h&step=1m&by=edge").get("rows")).hasSize(1);
  }

  @Test
  void whatIsMissingIsSaid() throws Exception {
    JsonNode info = ask("since=2h&step=1m").get("info");

    assertThat(info.get("complete").asText()).isEqualTo("false");
    assertThat(info.get("lost").asInt()).isEqualTo(7);
    assertThat(info.get("missing").get(0).get("node").asText()).isEqualTo("n1");
  }

  @Test
  void namesTheParameterThatItCannotUse() throws Exception {
    assertThat(ask(400, "since=1h").get("error").asText())
        .isEqualTo(
            "indicator: missing (expected: http-availability, tcp-connect, … or a custom name)");
    assertThat(ask(400, "indicator=x&step=5m").get("error").asText())
        .isEqualTo("step: 5m (expected: 10s, 1m or 1h)");
    assertThat(ask(400, "indicator=x&by=node").get("error").asText())
        .isEqualTo("by: node (expected: service or edge)");
    assertThat(ask(400, "indicator=x&by=service&from=frontend").get("error").asText())
        .isEqualTo("by: service (expected: edge beside from or to)");
  }
}
