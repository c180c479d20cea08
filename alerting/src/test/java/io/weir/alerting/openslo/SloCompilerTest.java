package io.weir.alerting.openslo;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.EmptySlices;
import io.weir.alerting.slo.IndicatorSelector.FanOut;
import io.weir.alerting.slo.NoDataPolicy.Silence;
import io.weir.alerting.slo.Period;
import io.weir.alerting.slo.Slo;
import io.weir.series.v1.Peer;
import io.weir.series.v1.SliWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SloCompilerTest {
  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  /** Specs of a raw metric, and what is said of them. */
  static final String NOT_COUNTED =
      """
      indicator: http-availabilty, service: a          | is "http-availabilty" (did you mean http-availability?)
      indicator: http-latency                          | service is missing (expected: service: name
      service: a                                       | indicator is missing (expected: one of
      indicator: probe, service: a                     | probe is missing (expected: probe: its id
      indicator: tcp-connect, service: a, fanOut: pod  | is "pod" (expected: service or edge)
      indicator: tcp-connect, service: a, port: 70000  | is 70000 (expected: 1 to 65535)
      indicator: tcp-connect, servce: a                | unknown field (did you mean service?)
      indicator: tcp-connect, service: a, count: good  | has count or cel in a raw ratio
      """;

  /** Annotations, and what is said of them. */
  static final String SAYS_NOTHING =
      """
      weir.io/confidnce: "0.9"            | unknown annotation (did you mean weir.io/confidence?)
      weir.io/confidence: "2"             | is "2" (expected: a number from 0.0 to 0.999999)
      weir.io/no-data: never              | is "never" (expected: one of freeze, alert, ok)
      weir.io/burn-windows: page 2 1h     | is "page 2 1h" (expected: severity, percent
      weir.io/maintenance: every night    | is "every night" (expected: on each line a start
      weir.io/notices: half               | is "half" (expected: percents such as
      """;

  private static Compiled compile(String text) {
    return SloCompiler.compile(
        Documents.ofText("slo.yaml", text), HALF_A_SECOND, Duration.ofMillis(100));
  }

  private static Compiled everyField() throws Exception {
    return compile(Files.readString(Path.of("src/test/resources/openslo/every-field.yaml")));
  }

  private static Map<String, Slo> byId(Compiled compiled) {
    Map<String, Slo> byId = new TreeMap<>();
    compiled.slos().forEach(slo -> byId.put(slo.id(), slo));
    return byId;
  }

  private static SliWindow window(String indicator, String namespace, String name) {
    return SliWindow.newBuilder()
        .setIndicator(indicator)
        .setServer(
            Peer.newBuilder()
                .setCluster("made")
                .setNamespace(namespace)
                .setKind("Deployment")
                .setName(name))
        .build();
  }

  @Test
  void everyObjectiveIsOneToEvaluate() throws Exception {
    Compiled compiled = everyField();
    assertThat(compiled.findings()).isEmpty();
    assertThat(byId(compiled))
        .containsOnlyKeys(
            "checkout-availability/at-least",
            "checkout-availability/good",
            "checkout-composite/connects",
            "checkout-composite/fast",
            "orders",
            "resolver-minutes");
    assertThat(compiled.definitions()).hasSize(4);
    assertThat(compiled.definitions().get(3).getCustom(0).getName()).isEqualTo("slo-orders");
  }

  @Test
  void targetsPeriodsAndMethods() throws Exception {
    Map<String, Slo> slos = byId(everyField());
    Slo good = slos.get("checkout-availability/good");
    assertThat(good.objective().target().ratio()).isEqualByComparingTo("0.999");
    assertThat(good.objective().period()).isEqualTo(new Period.Rolling(Duration.ofDays(30)));
    Slo fast = slos.get("checkout-composite/fast");
    assertThat(fast.objective().period().start(Instant.parse("2026-07-20T12:00:00Z")))
        .as("the month, in Berlin's summer")
        .isEqualTo("2026-06-30T22:00:00Z");
    assertThat(fast.objective().method())
        .isEqualTo(new BudgetMethod.RatioTimeslices(Duration.ofMinutes(5), EmptySlices.GOOD));
    assertThat(slos.get("resolver-minutes").objective().method())
        .isInstanceOfSatisfying(
            BudgetMethod.Timeslices.class,
            method -> assertThat(method.empty()).isEqualTo(EmptySlices.SKIP));
  }

  @Test
  void whatIsCounted() throws Exception {
    Map<String, Slo> slos = byId(everyField());
    Slo good = slos.get("checkout-availability/good");
    assertThat(good.selector().matches(window("http-availability", "shop", "checkout"))).isTrue();
    assertThat(good.selector().matches(window("http-availability", "other", "checkout"))).isFalse();
    assertThat(good.selector().matches(window("http-latency", "shop", "checkout"))).isFalse();
    assertThat(slos.get("checkout-composite/connects").selector().port()).isEqualTo(8080);
    assertThat(slos.get("checkout-composite/connects").selector().protocol()).isEqualTo("TCP");
    assertThat(slos.get("resolver-minutes").selector().fanOut()).isEqualTo(FanOut.EDGE);
    assertThat(slos.get("orders").selector().indicator()).isEqualTo("slo-orders");
  }

  @Test
  void policiesAndAnnotations() throws Exception {
    Compiled compiled = everyField();
    Slo good = byId(compiled).get("checkout-availability/good");
    assertThat(good.rules().burn()).extracting(BurnRule::name).containsExactly("page", "ticket");
    assertThat(good.rules().burn().get(0).after()).isEqualTo(Duration.ofMinutes(5));
    assertThat(good.rules().guard().badMin()).isEqualTo(10);
    assertThat(good.rules().guard().totalMin()).isEqualTo(100);
    assertThat(good.rules().noData().silence()).isEqualTo(Silence.FREEZE);
    assertThat(good.rules().noData().after()).isEqualTo(Duration.ofMinutes(15));
    assertThat(good.rules().noticePercents()).containsExactly(50, 100);
    assertThat(good.rules().resolveBelow()).isEqualTo(0.8);
    assertThat(good.maintenance().once()).hasSize(1);
    assertThat(good.maintenance().repeated()).hasSize(1);
    assertThat(compiled.about().get(good.id()).targets()).containsExactly("pager", "tracker");
    assertThat(compiled.about().get(good.id()).runbook()).endsWith("/checkout-errors");
  }

  @Test
  void withoutPoliciesTheStandardRules() throws Exception {
    assertThat(byId(everyField()).get("orders").rules().burn())
        .isEqualTo(BurnRule.standard(Duration.ofDays(28)));
  }

  static String slo(String annotations, String metric, String objective) {
    return """
        apiVersion: openslo/v1
        kind: SLO
        metadata: {name: checkout, annotations: {%s}}
        spec:
          service: checkout
          indicator:
            metadata: {name: one}
            spec: {%s}
          timeWindow: [{duration: 30d, isRolling: true}]
          budgetingMethod: Occurrences
          objectives: [{%s}]
        """
        .formatted(annotations, metric, objective);
  }

  static String raw(String spec) {
    return "ratioMetric: {raw: {metricSource: {type: weir, spec: {%s}}}, rawType: success}"
        .formatted(spec);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = NOT_COUNTED)
  void whatWeirDoesNotCount(String spec, String expected) {
    Compiled compiled = compile(slo("", raw(spec), "target: 0.99"));
    assertThat(compiled.hasErrors()).isTrue();
    assertThat(compiled.findings()).anyMatch(finding -> finding.toString().contains(expected));
    assertThat(compiled.slos()).isEmpty();
  }

  @Test
  void anotherToolsSourceStaysWithIt() {
    String prometheus =
        "ratioMetric: {raw: {metricSource: {type: Prometheus, spec: {query: up}}}, rawType:"
            + " success}";
    assertThat(compile(slo("", prometheus, "target: 0.99")).findings())
        .singleElement()
        .extracting(Finding::toString)
        .asString()
        .contains("is of data source type \"Prometheus\"");
  }

  @Test
  void aLatencyIsComparedWithWhatTheJobsCount() {
    String metric =
        "thresholdMetric: {metricSource: {type: weir, spec: {indicator: http-latency, service: a}}}";
    assertThat(compile(slo("", metric, "target: 0.99, op: lte, value: 0.5")).findings()).isEmpty();
    assertThat(compile(slo("", metric, "target: 0.99, op: lte, value: 0.3")).findings())
        .singleElement()
        .extracting(Finding::toString)
        .asString()
        .contains("the jobs count responses within 0.5 s", "jobs.http-latency-threshold");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = SAYS_NOTHING)
  void annotationsThatSayNothing(String annotation, String expected) {
    Compiled compiled =
        compile(slo(annotation, raw("indicator: tcp-connect, service: a"), "target: 0.99"));
    assertThat(compiled.findings())
        .singleElement()
        .extracting(Finding::toString)
        .asString()
        .contains(expected);
  }

  @Test
  void windowsOfOnesOwn() {
    Compiled compiled =
        compile(
            slo(
                "weir.io/burn-windows: page 2% 1h/5m; ticket 1x 3d/6h",
                raw("indicator: tcp-connect, service: a"), "target: 0.99"));
    assertThat(compiled.findings()).isEmpty();
    assertThat(compiled.slos().get(0).rules().burn())
        .containsExactly(
            BurnRule.ofFactor("page", 14.4, Duration.ofHours(1), Duration.ofMinutes(5)),
            BurnRule.ofFactor("ticket", 1, Duration.ofDays(3), Duration.ofHours(6)));
  }

  /** The other documents of the same files are in force all the same. */
  @Test
  void aDocumentWithAnErrorIsNotInForceAndNoOtherIsTouched() {
    String raw = raw("indicator: tcp-connect, service: a");
    String good = slo("", raw, "target: 0.99");
    String bad = good.replace("name: checkout", "name: cart").replace("0.99", "7");
    String nobodysPolicy =
        good.replace("name: checkout", "name: search")
            .replace("objectives:", "alertPolicies: [{alertPolicyRef: nobody}]\n  objectives:");
    Compiled compiled = compile(good + "---\n" + bad + "---\n" + nobodysPolicy);
    assertThat(byId(compiled)).containsOnlyKeys("checkout");
    assertThat(compiled.findings()).hasSize(2);
  }

  @Test
  void aMonthThatIsAMinute() {
    String text =
        slo("", raw("indicator: tcp-connect, service: a"), "target: 0.99").replace("30d", "1m");
    assertThat(compile(text).findings())
        .singleElement()
        .extracting(Finding::toString)
        .asString()
        .contains("m are minutes: for months write 1M");
  }
}
