package io.weir.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.alerting.slo.AlertRules;
import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.EmptySlices;
import io.weir.alerting.slo.IndicatorSelector;
import io.weir.alerting.slo.Maintenance;
import io.weir.alerting.slo.Objective;
import io.weir.alerting.slo.Period;
import io.weir.alerting.slo.Slo;
import io.weir.alerting.slo.Target;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

class PrometheusRulesTest {
  private static final Duration MONTH = Duration.ofDays(30);

  static Slo checkout() {
    return slo("checkout-availability", "0.999", new BudgetMethod.Occurrences());
  }

  static Slo slo(String id, String target, BudgetMethod method) {
    return new Slo(
        id,
        "checkout",
        Map.of("team", "shop", "example.com/tier", "1"),
        IndicatorSelector.ofService("http-availability", "*/shop/Deployment/checkout"),
        new Objective(Target.of(target), method, new Period.Rolling(MONTH)),
        AlertRules.of(BurnRule.standard(MONTH)),
        Maintenance.NONE,
        Instant.EPOCH);
  }

  @SuppressWarnings("unchecked") // as YAML is
  private static List<Map<String, Object>> rules(PrometheusRules rules) {
    Map<String, Object> file = new Yaml().load(rules.toYaml());
    List<Map<String, Object>> all = new ArrayList<>();
    for (Map<String, Object> group : (List<Map<String, Object>>) file.get("groups")) {
      all.addAll((List<Map<String, Object>>) group.get("rules"));
    }
    return all;
  }

  private static List<String> names(PrometheusRules rules, String key) {
    return rules(rules).stream()
        .filter(rule -> rule.containsKey(key))
        .map(rule -> String.valueOf(rule.get(key)))
        .toList();
  }

  @Test
  void everyWindowIsARatioOfSums() {
    PrometheusRules rules = PrometheusRules.of(List.of(checkout()), RuleNames.WEIR);
    assertThat(names(rules, "record"))
        .containsExactly(
            "slo:sli_error:ratio_rate5m",
            "slo:sli_error:ratio_rate30m",
            "slo:sli_error:ratio_rate1h",
            "slo:sli_error:ratio_rate2h",
            "slo:sli_error:ratio_rate6h",
            "slo:sli_error:ratio_rate1d",
            "slo:sli_error:ratio_rate3d",
            "slo:sli_error:ratio_rate30d",
            "slo:error_budget:ratio",
            "slo:period_error_budget_remaining:ratio");
    assertThat(rules(rules).get(0).get("expr"))
        .isEqualTo(
            "sum(rate(weir_slo_events_total{slo=\"checkout-availability\",result=\"bad\"}[5m]))\n"
                + "  /\n"
                + "sum(rate(weir_slo_events_total{slo=\"checkout-availability\"}[5m]))");
  }

  @Test
  void anAlertForEachRuleWithLabelsThatPrometheusAllows() {
    PrometheusRules rules = PrometheusRules.of(List.of(checkout()), RuleNames.WEIR);
    List<Map<String, Object>> alerts =
        rules(rules).stream().filter(rule -> rule.containsKey("alert")).toList();
    assertThat(alerts).hasSize(4);
    assertThat(alerts.get(0).get("labels"))
        .isEqualTo(
            Map.of(
                "team", "shop",
                "example_com_tier", "1",
                "slo", "checkout-availability",
                "service", "checkout",
                "severity", "page",
                "rule", "page-1h"));
    assertThat((String) alerts.get(0).get("expr"))
        .isEqualTo(
            "slo:sli_error:ratio_rate5m{slo=\"checkout-availability\"} >= (14.4 * 0.001)\n"
                + "and\n"
                + "slo:sli_error:ratio_rate1h{slo=\"checkout-availability\"} >= (14.4 * 0.001)\n"
                + "and on()\n"
                + "sum(increase(weir_slo_events_total{slo=\"checkout-availability\",result=\"bad\"}[1h]))"
                + " >= 3");
    assertThat(alerts.get(0).get("annotations"))
        .isEqualTo(
            Map.of(
                "summary",
                "checkout-availability spends its error budget 14.4 times too fast (over 1h and 5m)",
                "description",
                "2 % of the budget of 30d is gone when this fires; at this pace all of it in 2.1"
                    + " days."));
  }

  @Test
  void slothsSeriesAndLabels() {
    PrometheusRules rules = PrometheusRules.of(List.of(checkout()), RuleNames.SLOTH);
    assertThat(names(rules, "record"))
        .contains(
            "slo:objective:ratio",
            "slo:error_budget:ratio",
            "slo:time_period:days",
            "slo:current_burn_rate:ratio",
            "slo:period_burn_rate:ratio",
            "slo:period_error_budget_remaining:ratio",
            "sloth_slo_info");
    assertThat(names(rules, "alert")).hasSize(2);
    assertThat(rules(rules).get(0).get("labels"))
        .isEqualTo(
            Map.of(
                "sloth_id", "checkout-checkout-availability",
                "sloth_service", "checkout",
                "sloth_slo", "checkout-availability",
                "sloth_window", "5m"));
  }

  @Test
  void pyrrasSeriesAndLabels() {
    PrometheusRules rules = PrometheusRules.of(List.of(checkout()), RuleNames.PYRRA);
    assertThat(names(rules, "record"))
        .contains(
            "weir_slo_events:burnrate5m",
            "weir_slo_events:increase30d",
            "pyrra_objective",
            "pyrra_window",
            "pyrra_availability",
            "pyrra_requests:rate5m",
            "pyrra_errors:rate5m");
    assertThat(names(rules, "alert")).containsOnly("ErrorBudgetBurn").hasSize(4);
  }

  @ParameterizedTest
  @EnumSource
  void rulesThatCanNeverFireAreLeftOutAndNamed(RuleNames names) {
    Slo lenient = slo("batch", "0.9", new BudgetMethod.Occurrences());
    PrometheusRules rules = PrometheusRules.of(List.of(lenient), names);
    assertThat(rules.leftOut())
        .containsExactly("batch: rule page-1h can never fire (expected: a threshold below 10)");
    assertThat(rules.toYaml()).doesNotContain("14.4");
  }

  @Test
  void timeSlicesAreNotInACounter() {
    Slo sliced =
        slo(
            "sliced",
            "0.99",
            new BudgetMethod.Timeslices(
                Duration.ofMinutes(1), new BigDecimal("0.95"), EmptySlices.GOOD));
    PrometheusRules rules = PrometheusRules.of(List.of(sliced, checkout()), RuleNames.WEIR);
    assertThat(rules.leftOut())
        .containsExactly(
            "sliced: Timeslices is not in a counter (expected: budgetingMethod Occurrences)");
    assertThat(rules.toYaml()).contains("weir-slo-sli-checkout-availability");
  }
}
