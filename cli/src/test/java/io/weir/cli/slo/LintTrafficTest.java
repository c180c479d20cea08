package io.weir.cli.slo;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** How often rules would fire by chance, at the traffic that a server counted: 2 events/s each. */
class LintTrafficTest {
  private static final String SHOP = "../config/slo";
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:30Z");

  @TempDir Path scratch;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int lint(Duration seen, List<String> services, String... arguments) throws Exception {
    Instant end = Instant.parse("2026-01-31T12:00:00Z");
    DashboardsRole role =
        new DashboardsRole(
            DashboardsConfig.DEFAULT.withPort(0),
            new MadeSlis(end.minus(seen), end, services, end, end),
            SloView.NONE,
            SilenceBook.NONE,
            new PrometheusRegistry(),
            InstantSource.fixed(NOW));
    role.start();
    try (role) {
      return lintAt("127.0.0.1:" + role.port(), arguments);
    }
  }

  private int lintAt(String server, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "--server";
    all[1] = server;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return new CommandLine(new LintCommand(InstantSource.fixed(NOW)))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all);
  }

  @Test
  void thePresentTrafficIsThatOfTheLastHour() throws Exception {
    assertThat(lint(Duration.ofDays(1), List.of("catalog"), "--verbose", SHOP)).isZero();
    assertThat(out.toString())
        .containsPattern(
            "catalog-availability, rule page-1h would fire \\S+ times a month by chance at 2 events/s,"
                + " if 0.5 % of them are bad")
        .doesNotContain("cart-availability, rule page-1h would fire");
    assertThat(err.toString())
        .isEqualTo(
            "No events in the last hour, so how often chance would fire is not known:"
                + " payment-connect, cart-availability, dns, checkout-policy\n");
  }

  /** An hour of which only ten minutes are known is no sixth of the traffic. */
  @Test
  void aWeirThatBeganAMomentAgoKnowsTheRateAllTheSame() throws Exception {
    assertThat(lint(Duration.ofMinutes(10), List.of("catalog"), "--verbose", SHOP)).isZero();
    assertThat(out.toString()).contains("by chance at 2 events/s");
  }

  @Test
  void ofAFanOutTheMatchWithTheFewestCounts() throws Exception {
    Path all =
        Files.writeString(
            scratch.resolve("all.yaml"),
            """
            apiVersion: openslo/v1
            kind: SLO
            metadata: {name: all}
            spec:
              service: shop
              indicator:
                metadata: {name: all}
                spec:
                  ratioMetric:
                    raw:
                      metricSource:
                        type: weir
                        spec: {indicator: http-availability, service: shop/*, fanOut: service}
                    rawType: success
              timeWindow: [{duration: 28d, isRolling: true}]
              budgetingMethod: Occurrences
              objectives: [{target: 0.995}]
            """);
    assertThat(lint(Duration.ofDays(1), List.of("catalog", "cart"), "-v", all.toString())).isZero();
    assertThat(out.toString()).contains("by chance at 2 events/s").doesNotContain("4 events/s");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whatIsSaidWins() throws Exception {
    assertThat(lint(Duration.ofDays(1), List.of("catalog"), "-v", "--rate", "7", SHOP)).isZero();
    assertThat(out.toString())
        .contains("at 7 events/s")
        .contains("cart-availability, rule page-1h would fire")
        .doesNotContain("at 2 events/s");
    assertThat(err.toString()).isEmpty();
  }

  /** Port 1 is nobody's. */
  @Test
  void withoutAServerDocumentsAreCheckedAllTheSame() {
    assertThat(lintAt("127.0.0.1:1", "--verbose", "--strict", SHOP)).isZero();
    assertThat(out.toString())
        .contains("rule page-1h fires after", "0 errors, 0 warnings.")
        .doesNotContain("by chance");
    assertThat(err.toString())
        .startsWith(
            "How often rules would fire by chance is not known: Cannot reach Weir at 127.0.0.1:1:")
        .contains("--rate says the traffic, --offline asks nobody.");
  }

  @Test
  void offlineNobodyIsAsked() {
    assertThat(lintAt("127.0.0.1:1", "--offline", SHOP)).isZero();
    assertThat(err.toString()).isEmpty();
  }
}
