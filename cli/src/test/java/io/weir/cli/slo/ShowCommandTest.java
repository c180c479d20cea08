package io.weir.cli.slo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.dashboards.answer.SilenceBook;
import io.weir.dashboards.answer.SloView;
import io.weir.dashboards.api.DashboardsConfig;
import io.weir.dashboards.api.DashboardsRole;
import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.Incident;
import io.weir.slo.v1.SloStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command against the real API: the catalog had half an hour of outage two hours ago. */
class ShowCommandTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Instant OUTAGE = NOW.minus(Duration.ofHours(2));
  private static final Instant PERIOD = NOW.minus(Duration.ofDays(28));
  private static final MadeSlis STORE =
      new MadeSlis(
          NOW.minus(Duration.ofHours(5)),
          NOW,
          List.of("catalog", "cart"),
          OUTAGE,
          OUTAGE.plus(Duration.ofMinutes(30)));

  private static final DashboardsRole ROLE =
      new DashboardsRole(
          DashboardsConfig.DEFAULT.withPort(0),
          STORE,
          new Objectives(),
          SilenceBook.NONE,
          new PrometheusRegistry(),
          CLOCK);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws Exception {
    ROLE.start();
  }

  @AfterAll
  static void stop() {
    ROLE.close();
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000L;
  }

  private static SloStatus.Builder status(String slo, String server, String fanOut) {
    return SloStatus.newBuilder()
        .setSlo(slo)
        .setService("catalog")
        .setIndicator("http-availability")
        .setObjective(0.995)
        .setUpdatedNs(nanos(NOW))
        .setPeriodStartNs(nanos(PERIOD))
        .setPeriodNs(Duration.ofDays(28).toNanos())
        .setInPeriod(AlertState.Tally.newBuilder().setBad(1_800).setTotal(720_000))
        .setBudgetLeft(0.5)
        .setBadLeft(1_800)
        .setBudgetingMethod("Occurrences")
        .setSelector(SloStatus.Selector.newBuilder().setServer(server).setFanOut(fanOut))
        .addBurn(
            SloStatus.Burn.newBuilder()
                .setWindowNs(Duration.ofHours(6).toNanos())
                .setRate(8.4)
                .setTally(AlertState.Tally.newBuilder().setBad(1_800).setTotal(43_200)));
  }

  /** The catalog alone, each service by itself, and one that an older version wrote. */
  private static final class Objectives implements SloView {
    @Override
    public List<SloStatus> slos() {
      return List.of(
          status("catalog-availability", "*/shop/*/catalog", "NONE")
              .setState(AlertState.State.FIRING)
              .setSinceNs(nanos(OUTAGE.plusSeconds(540)))
              .addOpen("page-6h")
              .build(),
          status("every[/shop/Deployment/cart]", "*/shop/*/*", "SERVICE").build(),
          status("every[/shop/Deployment/catalog]", "*/shop/*/*", "SERVICE").build(),
          status("every[/shop/Deployment/gone]", "*/shop/*/*", "SERVICE").build(),
          status("sliced", "*/shop/*/catalog", "NONE").setBudgetingMethod("Timeslices").build(),
          status("old", "", "").clearSelector().clearBudgetingMethod().build());
    }

    @Override
    public List<AlertState> alerts() {
      return List.of(
          AlertState.newBuilder()
              .setSlo("catalog-availability")
              .setPolicy("page-6h")
              .setSeverity("page")
              .setState(AlertState.State.FIRING)
              .setOpen(true)
              .setSinceNs(nanos(OUTAGE.plusSeconds(540)))
              .setOpenedNs(nanos(OUTAGE.plusSeconds(540)))
              .setBurnRate(8.4)
              .setShortBurnRate(0.4)
              .setThreshold(5.6)
              .setLongWindowNs(Duration.ofHours(6).toNanos())
              .setShortWindowNs(Duration.ofMinutes(30).toNanos())
              .setExhaustedInNs(Duration.ofHours(40).toNanos())
              .build(),
          AlertState.newBuilder()
              .setSlo("old")
              .setPolicy("page-1h")
              .setOpen(true)
              .setState(AlertState.State.FIRING)
              .build());
    }

    @Override
    public List<Incident> incidents() {
      return List.of();
    }
  }

  private int run(Terminal terminal, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "--server";
    all[1] = "127.0.0.1:" + ROLE.port();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return new CommandLine(new ShowCommand(CLOCK, () -> terminal))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all);
  }

  private String shown(Terminal terminal, String... arguments) {
    assertThat(run(terminal, arguments)).as(err.toString()).isZero();
    return out.toString();
  }

  /** 1,800 bad of a budget of 3,600 went in one half hour: from 100 % to 50 %. */
  @Test
  void howItStandsAndHowItGotThere() {
    assertThat(shown(new Terminal(60, true), "catalog-availability"))
        .isEqualTo(
            """
            catalog-availability, catalog: firing since 2026-01-31T10:09:00Z; open: page-6h.
            99.5 % of http-availability (server */shop/*/catalog) over 28 d, Occurrences.
            99.75 % good since 2026-01-03T12:00:00Z: 1,800 bad of 720,000. 50.0 % of the budget left, 1,800 more may be bad.

            WINDOW  BURN    BAD   TOTAL
            6h       8.4  1,800  43,200

            RULE     SEVERITY  STATE   SINCE                 FIRED                 BURN  SHORT  LIMIT  WINDOWS  EMPTY IN
            page-6h  page      firing  2026-01-31T10:09:00Z  2026-01-31T10:09:00Z   8.4   0.40    5.6  6h, 30m  1 d 16 h

            Burn rate, 10 min a column; 1 spends the budget in 28 d.
            Highest: 100 at 2026-01-31T10:00:00Z, 600 bad of 1,200.
                 100 │                        ███
                     │                        ███
                     │                        ███
                     │                        ███
                     │                        ███
                     │                        ███
                     │                        ███
                     │                        ███
                   0 │      ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔
                      ╵           ╵           ╵
                      06:00       08:00       10:00

            Budget left.
             100.0 % │▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
                     │                        ▀
                     │                         ▄
              50.0 % │                          ▄▄▄▄▄▄▄▄▄▄
                      ╵           ╵           ╵
                      06:00       08:00       10:00
            """);
  }

  @Test
  void aMatchOfAFanOutIsShownAlone() {
    String cart = shown(new Terminal(60, false), "every[/shop/Deployment/cart]");

    assertThat(cart).contains("No bad event.").contains("0 |      ----").doesNotContain("│", "▔");
    out.getBuffer().setLength(0);
    assertThat(shown(new Terminal(60, false), "every[/shop/Deployment/catalog]"))
        .contains("Highest: 100 at 2026-01-31T10:00:00Z, 600 bad of 1,200.");
  }

  @Test
  void forMachines() throws Exception {
    JsonNode json =
        new ObjectMapper()
            .readTree(
                shown(new Terminal(60, true), "catalog-availability", "--since=3h", "-o=json"));

    assertThat(json.get("slo").get("selector").get("server").asText())
        .isEqualTo("*/shop/*/catalog");
    assertThat(json.get("alerts")).hasSize(1);
    JsonNode windows = json.get("windows");
    assertThat(windows.get("windowSeconds").asInt()).isEqualTo(300);
    assertThat(windows.get("startMs").get(0).asLong())
        .isEqualTo(NOW.minus(Duration.ofHours(3)).toEpochMilli());
    assertThat(windows.get("bad").get(12).asInt()).isEqualTo(300);
    assertThat(windows.get("total")).hasSize(36);
  }

  @Test
  void whatEventsCannotTellOfSlicesIsLeftOut() {
    assertThat(shown(new Terminal(60, true), "sliced"))
        .contains("Burn rate,")
        .contains("50.0 % of the budget left.")
        .doesNotContain("Budget left.", "may be bad");
  }

  @Test
  void anOlderAlertingRoleIsNamedAsTheReason() {
    assertThat(shown(new Terminal(60, true), "old"))
        .contains("the alerting role is of an older version")
        .doesNotContain("Burn rate,");
  }

  @Test
  void aRangeWithoutEventsIsSaid() {
    assertThat(shown(new Terminal(60, true), "every[/shop/Deployment/gone]"))
        .contains("No event since 2026-01-31T06:00:00Z.")
        .doesNotContain("Burn rate,");
  }

  @Test
  void aNameThatNobodyHasGetsOneThatSomebodyHas() {
    Terminal terminal = new Terminal(60, true);
    assertThat(run(terminal, "catalog-availabilty")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "NAME: catalog-availabilty (did you mean catalog-availability?)");
    err.getBuffer().setLength(0);
    assertThat(run(terminal, "every")).isEqualTo(2);
    assertThat(err.toString())
        .contains("NAME: every (expected: one of its 3 matches, such as every[/shop/Deployment/ca");
    assertThat(run(terminal, "old", "--since", "lately")).isEqualTo(2);
    assertThat(err.toString()).contains("--since: lately (expected: like 5m");
    assertThat(out.toString()).isEmpty();
  }
}
