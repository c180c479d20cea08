package io.weir.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.alerting.openslo.Compiled;
import io.weir.alerting.openslo.Documents;
import io.weir.alerting.openslo.SloCompiler;
import io.weir.alerting.rules.PrometheusRules;
import io.weir.alerting.rules.RuleNames;
import io.weir.external.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The usual rules of 30 days and 99.9 %, in the names of each tool. All times are minutes; before
 * each burn lie three days at a tenth of the pace of the budget, so that every window is full.
 */
class PrometheusRulesConformanceIT {
  private static final int HOUR = 60;
  private static final int CALM = 3 * 24 * HOUR;
  private static final int EVENTS = 10_000;

  /** Bad events of a minute at which the budget is spent exactly. */
  private static final int BUDGET = EVENTS / 1_000;

  private static final double CALM_BURN = 0.1;

  private static Promtool promtool;

  @TempDir Path scratch;

  @BeforeAll
  static void findPromtool() {
    promtool = Promtool.find();
  }

  private static String slo(String name, String annotations) {
    return """
        ---
        apiVersion: openslo/v1
        kind: SLO
        metadata: {name: %s, labels: {team: shop, example.com.tier: gold}, annotations: {%s}}
        spec:
          service: shop
          indicator:
            metadata: {name: responses}
            spec:
              ratioMetric:
                raw:
                  metricSource: {type: weir, spec: {indicator: http-availability, service: shop/%s}}
                rawType: success
          timeWindow: [{duration: 30d, isRolling: true}]
          budgetingMethod: Occurrences
          objectives: [{target: 0.999}]
        """
        .formatted(name, annotations, name);
  }

  private static RuleFile rules(RuleNames names, Documents documents) {
    Compiled compiled =
        SloCompiler.compile(documents, Duration.ofMillis(500), Duration.ofMillis(100));
    assertThat(compiled.findings()).isEmpty();
    return new RuleFile(names, PrometheusRules.of(compiled.slos(), names).toYaml());
  }

  private static RuleFile rules(RuleNames names, String documents) {
    return rules(names, Documents.ofText("slo.yaml", documents));
  }

  private Path write(RuleFile rules) throws IOException {
    return Files.writeString(scratch.resolve("rules.yaml"), rules.yaml());
  }

  private Promtool.Outcome run(RuleFile rules, RuleTests tests) throws Exception {
    Path file = scratch.resolve("tests.yaml");
    return promtool.test(
        Files.writeString(file, tests.toYaml(write(rules).getFileName().toString())));
  }

  private static Traffic calm(String slo) {
    return new Traffic(slo).then(CALM, EVENTS, BUDGET / 10);
  }

  /** How long after its begin a burn has raised the burn rate of a window to a threshold. */
  private static double reaches(double threshold, int window, double burn) {
    return window * (threshold - CALM_BURN) / (burn - CALM_BURN);
  }

  /**
   * The first evaluation at which a rule must fire, and one more for groups of a file, which
   * Prometheus does not evaluate in its order.
   */
  private static int at(double minutes) {
    int step = RuleTests.STEP_MINUTES;
    return CALM + ((int) Math.ceil(minutes / step) + 1) * step;
  }

  /** The last evaluation at which it must not, with a minute for how windows are cut. */
  private static int before(double minutes) {
    int step = RuleTests.STEP_MINUTES;
    return CALM + (int) Math.floor((minutes - 1) / step) * step;
  }

  @ParameterizedTest
  @EnumSource
  void prometheusReadsTheRulesOfAllDocuments(RuleNames names) throws Exception {
    for (String path : List.of("../config/slo", "../alerting/src/test/resources/openslo")) {
      RuleFile rules = rules(names, Documents.ofPaths(List.of(Path.of(path))));
      Promtool.Outcome outcome = promtool.check(write(rules));
      assertThat(outcome.exitCode()).as(outcome.text()).isZero();
      assertThat(outcome.text()).containsPattern("SUCCESS: [1-9][0-9]+ rules found");
    }
  }

  /** 16 times too fast: the hour has 14.4 after 54 min, and the alert is over with the errors. */
  @ParameterizedTest
  @EnumSource
  void aFastBurnPagesInTimeAndNoLongerThanItLasts(RuleNames names) throws Exception {
    RuleFile rules = rules(names, slo("checkout", ""));
    double pages = reaches(14.4, HOUR, 16);
    Traffic traffic = calm("checkout").then(70, EVENTS, 16 * BUDGET).then(20, EVENTS, 0);
    Promtool.Outcome outcome =
        run(
            rules,
            new RuleTests(rules)
                .with(
                    "fast",
                    traffic,
                    "checkout",
                    Map.of(
                        before(pages), List.of(),
                        at(pages), List.of("page-1h"),
                        at(70 + 5), List.of())));
    assertThat(outcome.exitCode()).as(outcome.text()).isZero();
  }

  /** 4 times too fast: three days have 1 after 16.6 h, one day has 3 after 17.8 h. No page. */
  @ParameterizedTest
  @EnumSource
  void aSlowBurnIsATicketAndNoPage(RuleNames names) throws Exception {
    RuleFile rules = rules(names, slo("checkout", ""));
    double threeDays = reaches(1, 3 * 24 * HOUR, 4);
    double oneDay = reaches(3, 24 * HOUR, 4);
    Traffic traffic = calm("checkout").then(20 * HOUR, EVENTS, 4 * BUDGET);
    Promtool.Outcome outcome =
        run(
            rules,
            new RuleTests(rules)
                .with(
                    "slow",
                    traffic,
                    "checkout",
                    Map.of(
                        before(threeDays), List.of(),
                        at(threeDays), List.of("ticket-3d"),
                        before(oneDay), List.of("ticket-3d"),
                        at(oneDay), List.of("ticket-1d", "ticket-3d"))));
    assertThat(outcome.exitCode()).as(outcome.text()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void withinTheBudgetNothingFires(RuleNames names) throws Exception {
    RuleFile rules = rules(names, slo("checkout", ""));
    Traffic traffic = new Traffic("checkout").then(24 * HOUR, EVENTS, 9 * BUDGET / 10);
    Promtool.Outcome outcome =
        run(
            rules,
            new RuleTests(rules)
                .with(
                    "quiet",
                    traffic,
                    "checkout",
                    Map.of(10, List.of(), 6 * HOUR, List.of(), 24 * HOUR, List.of())));
    assertThat(outcome.exitCode()).as(outcome.text()).isZero();
  }

  /** One event a minute, two of them bad: 17 times too fast, and no more than two. */
  @ParameterizedTest
  @EnumSource
  void twoBadEventsWakeNobodyUnlessTheyAreSaidTo(RuleNames names) throws Exception {
    RuleFile rules =
        rules(names, slo("guarded", "") + slo("jumpy", "weir.io/min-bad-events: \"0\""));
    RuleTests tests = new RuleTests(rules);
    List<String> all = List.of("page-1h", "page-6h", "ticket-1d", "ticket-3d");
    Map<String, List<String>> expected = Map.of("guarded", List.of(), "jumpy", all);
    expected.forEach(
        (slo, fired) ->
            tests.with(
                slo,
                new Traffic(slo)
                    .then(2 * HOUR + 1, 1, 0)
                    .then(1, 1, 1)
                    .then(4, 1, 0)
                    .then(1, 1, 1)
                    .then(10, 1, 0),
                slo,
                Map.of(2 * HOUR, List.of(), 2 * HOUR + 10, fired)));
    Promtool.Outcome outcome = run(rules, tests);
    assertThat(outcome.exitCode()).as(outcome.text()).isZero();
  }

  /** Otherwise all of the above could hold for nothing. */
  @ParameterizedTest
  @EnumSource
  void whatDoesNotFireIsNoticed(RuleNames names) throws Exception {
    RuleFile rules = rules(names, slo("checkout", ""));
    Promtool.Outcome outcome =
        run(
            rules,
            new RuleTests(rules)
                .with(
                    "wrong",
                    new Traffic("checkout").then(2 * HOUR, EVENTS, 0),
                    "checkout",
                    Map.of(HOUR, List.of("page-1h"))));
    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.text()).contains("FAILED", "got:[]");
  }
}
