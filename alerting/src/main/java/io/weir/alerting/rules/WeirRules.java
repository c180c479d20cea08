package io.weir.alerting.rules;

import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Slo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One alert for each rule, so that it says which one. */
class WeirRules extends SloRules {
  static final String ALERT = "SloErrorBudgetBurn";

  WeirRules(Slo slo) {
    super(slo);
  }

  @Override
  List<RuleGroup> groups() {
    List<RuleGroup> groups = new ArrayList<>();
    groups.add(new RuleGroup("weir-slo-sli-" + slo.id(), recordings()));
    groups.add(new RuleGroup("weir-slo-alerts-" + slo.id(), alerts()));
    return groups;
  }

  private List<Map<String, Object>> recordings() {
    List<Map<String, Object>> rules = new ArrayList<>();
    for (Duration window : windows()) {
      String text = PromText.duration(window);
      rules.add(RuleGroup.recording(series(text), ratio(text), identity()));
    }
    period()
        .map(PromText::duration)
        .filter(text -> windows().stream().map(PromText::duration).noneMatch(text::equals))
        .ifPresent(text -> rules.add(RuleGroup.recording(series(text), ratio(text), identity())));
    rules.add(
        RuleGroup.recording(
            "slo:error_budget:ratio",
            "vector(" + PromText.number(errorBudget()) + ")",
            identity()));
    period()
        .map(PromText::duration)
        .ifPresent(
            text ->
                rules.add(
                    RuleGroup.recording(
                        "slo:period_error_budget_remaining:ratio",
                        "1 - " + burnRate(text),
                        identity())));
    return rules;
  }

  private String burnRate(String window) {
    return "%s / on(slo, service) slo:error_budget:ratio%s"
        .formatted(series(window) + selector(), selector());
  }

  private List<Map<String, Object>> alerts() {
    List<Map<String, Object>> rules = new ArrayList<>();
    for (BurnRule rule : firing()) {
      Map<String, String> labels = routing();
      labels.putAll(identity());
      labels.put("severity", rule.severity());
      labels.put("rule", rule.name());
      rules.add(RuleGroup.alert(ALERT, condition(rule), after(rule), labels, annotations(rule)));
    }
    return rules;
  }

  private String condition(BurnRule rule) {
    String limit = " " + comparison(rule) + " " + errorRatio(rule);
    return series(PromText.duration(rule.shortWindow()))
        + selector()
        + limit
        + "\nand\n"
        + series(PromText.duration(rule.longWindow()))
        + selector()
        + limit
        + guard(rule);
  }

  private static String series(String window) {
    return "slo:sli_error:ratio_rate" + window;
  }

  private String selector() {
    return PromText.selector(Map.of("slo", slo.id()));
  }

  private Map<String, String> identity() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("slo", slo.id());
    labels.put("service", slo.service());
    return labels;
  }
}
