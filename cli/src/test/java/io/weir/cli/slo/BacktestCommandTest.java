package io.weir.cli.slo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.dashboards.answer.SilenceBook;
import io.weir.dashboards.answer.SloView;
import io.weir.dashboards.api.DashboardsConfig;
import io.weir.dashboards.api.DashboardsRole;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command against the real API over made windows. */
class BacktestCommandTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final String SHOP = "../config/slo";
  private static final Instant OUTAGE = NOW.minus(Duration.ofHours(6));

  @TempDir Path scratch;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Two days of the catalog, with half an hour of outage six hours ago. */
  private static MadeSlis twoDays(List<String> services) {
    return new MadeSlis(
        NOW.minus(Duration.ofDays(2)), NOW, services, OUTAGE, OUTAGE.plus(Duration.ofMinutes(30)));
  }

  private int run(MadeSlis store, String... arguments) throws Exception {
    DashboardsRole role =
        new DashboardsRole(
            DashboardsConfig.DEFAULT.withPort(0),
            store,
            SloView.NONE,
            SilenceBook.NONE,
            new PrometheusRegistry(),
            CLOCK);
    role.start();
    try (role) {
      return runAt("127.0.0.1:" + role.port(), arguments);
    }
  }

  private int runAt(String server, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "--server";
    all[1] = server;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return new CommandLine(new BacktestCommand(CLOCK))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all);
  }

  /**
   * Half of the requests fail against a budget of 0.5 %. 13.44 times that in 1 h are 8 min 4 s of
   * it, 5.6 times in 6 h 20 min 10 s, and another minute until low traffic leaves no doubt; of the
   * 3 days of the slow ticket only two are known.
   */
  @Test
  void tellsWhatWouldHavePagedAndHowSoon() throws Exception {
    assertThat(run(twoDays(List.of("catalog")), SHOP)).as(err.toString()).isZero();

    String text = out.toString();
    assertThat(text)
        .startsWith(
            "Would have paged twice in 2 d: catalog-availability; opened 1 ticket:"
                + " catalog-availability. That is 30.0 pages in 30 days.\n"
                + "2026-01-01T12:00:00Z to 2026-01-31T12:00:00Z in steps of 1 min, completeness"
                + " not known.\n"
                + "There is data from 2026-01-29T12:00:00Z on: 2 d of the 30 d asked for.\n")
        .containsPattern(
            "catalog-availability +99\\.479 % +99\\.5 % +92\\.6 % +92\\.6 % +1,800 +345,600 +"
                + "2 page, 1 ticket +2026-01-29T12:00:00Z")
        .containsPattern("payment-connect +99\\.5 % +no data")
        .containsPattern(
            "2026-01-31T06:09:00Z +26 min +catalog-availability +page-1h +page +9 min +15 +540 +7,200")
        .containsPattern("2026-01-31T06:22:00Z .* page-6h +page +22 min")
        .containsPattern("ticket-3d +ticket +25 min .* window not full yet");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void forMachinesWithTheBudgetOverTime() throws Exception {
    assertThat(run(twoDays(List.of("catalog")), "--since", "1d", "-o", "json", SHOP)).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());

    assertThat(json.get("from").asText()).isEqualTo("2026-01-30T12:00:00Z");
    assertThat(json.get("knownFrom").asText()).isEqualTo("2026-01-30T12:00:00Z");
    JsonNode row = json.get("rows").get(0);
    assertThat(row.get("slo").asText()).isEqualTo("catalog-availability");
    assertThat(row.get("fired").get("page").asInt()).isEqualTo(2);
    assertThat(row.get("firedPer30Days").get("page").asDouble()).isEqualTo(60);
    assertThat(row.get("total").asInt()).as("of the day alone").isEqualTo(172_800);
    JsonNode page = row.get("alerts").get(0);
    assertThat(page.get("firedAt").asText()).isEqualTo("2026-01-31T06:09:00Z");
    assertThat(page.get("detectionSeconds").asInt()).isEqualTo(540);
    assertThat(page.get("partial").asBoolean()).as("the day before filled it").isFalse();
    assertThat(row.get("budget")).hasSize(360);
    assertThat(row.get("budget").get(0).get("left").asDouble()).isEqualTo(1);
  }

  @Test
  void tenSecondsAreExact() throws Exception {
    assertThat(
            run(
                twoDays(List.of("catalog")),
                "--since=2026-01-31T04:00:00Z",
                "--until=2026-01-31T08:00:00Z",
                "--step=10s",
                "-o=json",
                SHOP))
        .as(err.toString())
        .isZero();
    JsonNode row = new ObjectMapper().readTree(out.toString()).get("rows").get(0);

    // At 490 s of half bad the threshold is met: 8 min 4 s. At 520 s it is so beyond doubt.
    assertThat(row.get("alerts").get(0).get("detectionSeconds").asInt()).isEqualTo(520);
    JsonNode hold = row.get("heldBack").get(0);
    assertThat(hold.get("from").asText()).isEqualTo("2026-01-31T06:08:10Z");
    assertThat(hold.get("until").asText()).isEqualTo("2026-01-31T06:08:40Z");
    assertThat(hold.get("why").asText()).startsWith("490 bad of 7200: the true bad ratio may be");
    assertThat(hold.get("fired").asBoolean()).isTrue();
  }

  private Path everyService() throws Exception {
    String shop = Files.readString(Path.of(SHOP, "shop.yaml"));
    return Files.writeString(
        scratch.resolve("every.yaml"),
        shop.replace("service: shop/catalog}", "service: shop/*, fanOut: service}"));
  }

  /** 300 services for 6 h are 108,000 windows, more than one answer holds. */
  @Test
  void asksForLessWhereAnAnswerWouldBeTooLarge() throws Exception {
    List<String> services = IntStream.range(0, 300).mapToObj(i -> "s" + i).toList();
    MadeSlis store =
        new MadeSlis(
            NOW.minus(Duration.ofHours(8)),
            NOW,
            services,
            OUTAGE,
            OUTAGE.plus(Duration.ofMinutes(30)));
    assertThat(run(store, "-o", "json", everyService().toString())).as(err.toString()).isZero();
    JsonNode rows = new ObjectMapper().readTree(out.toString()).get("rows");

    int matches = 0;
    for (JsonNode row : rows) {
      if (row.get("slo").asText().startsWith("catalog-availability[/shop/Deployment/s")) {
        matches++;
        assertThat(row.get("total").asInt()).isEqualTo(8 * 60 * 120);
      }
    }
    assertThat(matches).isEqualTo(300);
  }

  @Test
  void nothingStoredIsSaid() throws Exception {
    assertThat(run(new MadeSlis(NOW, NOW, List.of("catalog"), NOW, NOW), SHOP)).isEqualTo(1);
    assertThat(err.toString()).startsWith("No windows of indicators are stored yet.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void objectivesWithoutAnEventAreSaid() throws Exception {
    assertThat(run(twoDays(List.of("something-else")), SHOP)).isEqualTo(1);
    assertThat(out.toString()).contains("None of the objectives has an event in that time.");
  }

  @Test
  void whatCannotBeUsedIsNamed() throws Exception {
    Path broken =
        Files.writeString(
            scratch.resolve("broken.yaml"),
            Files.readString(Path.of(SHOP, "shop.yaml")).replaceFirst("0.995", "1"));
    assertThat(runAt("127.0.0.1:1", broken.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("a promise without any error budget");

    assertThat(runAt("127.0.0.1:1", "--since", "lately", SHOP)).isEqualTo(2);
    assertThat(err.toString()).contains("--since: lately (expected: like 5m,");
    assertThat(runAt("127.0.0.1:1", "--step", "5m", SHOP)).isEqualTo(2);
    assertThat(err.toString()).contains("--step: 5m (expected: 10s or 1m)");
    assertThat(runAt("127.0.0.1:1", "--since", "1h", "--until", "2h", SHOP)).isEqualTo(2);
    assertThat(err.toString()).contains("--since: 2026-01-31T11:00:00Z (expected: before --until");
    assertThat(runAt("127.0.0.1:1", SHOP)).isEqualTo(1);
    assertThat(err.toString()).contains("Cannot reach Weir at 127.0.0.1:1");
  }
}
