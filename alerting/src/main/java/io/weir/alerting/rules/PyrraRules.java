package io.weir.alerting.rules;

import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Slo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Names and labels of Pyrra: its pages show these objectives. Its "burnrate" is a share of errors.
 */
final class PyrraRules extends SloRules {
  private static final String METRIC = "weir_slo_events";

  PyrraRules(Slo slo) {
    super(slo);
  }

  @Override
  List<RuleGroup> groups() {
    List<RuleGroup> groups = new ArrayList<>();
    groups.add(new RuleGroup(slo.id(), burn()));
    period()
        .ifPresent(period -> groups.add(new RuleGroup(slo.id() + "-increase", increase(period))));
    groups.add(new RuleGroup(slo.id() + "-generic", about()));
    return groups;
  }

  private List<Map<String, Object>> burn() {
    List<Map<String, Object>> rules = new ArrayList<>();
    for (Duration window : windows()) {
      String text = PromText.duration(window);
      rules.add(RuleGroup.recording(METRIC + ":burnrate" + text, ratio(text), identity()));
    }
    for (BurnRule rule : firing()) {
      Map<String, String> labels = routing();
      labels.putAll(identity());
      labels.put("short", PromText.duration(rule.shortWindow()));
      labels.put("long", PromText.duration(rule.longWindow()));
      labels.put("severity", rule.severity());
      period().ifPresent(period -> labels.put("exhaustion", exhaustion(period, rule)));
      rules.add(
          RuleGroup.alert(
              "ErrorBudgetBurn", condition(rule), after(rule), labels, annotations(rule)));
    }
    return rules;
  }

  private static String exhaustion(Duration period, BurnRule rule) {
    return PromText.duration(
        Duration.ofMinutes(Math.round(period.toSeconds() / 60.0 / rule.threshold())));
  }

  private String condition(BurnRule rule) {
    String limit = " " + comparison(rule) + " " + errorRatio(rule);
    return METRIC
        + ":burnrate"
        + PromText.duration(rule.shortWindow())
        + selector()
        + limit
        + "\nand\n"
        + METRIC
        + ":burnrate"
        + PromText.duration(rule.longWindow())
        + selector()
        + limit
        + guard(rule);
  }

  private List<Map<String, Object>> increase(Duration period) {
    String text = PromText.duration(period);
    return List.of(
        RuleGroup.recording(
            METRIC + ":increase" + text,
            "sum by (result) (increase(" + all() + "[" + text + "]))",
            identity()));
  }

  private List<Map<String, Object>> about() {
    List<Map<String, Object>> rules = new ArrayList<>();
    constant(rules, "pyrra_objective", PromText.number(slo.objective().target().ratio()));
    period()
        .ifPresent(
            period -> {
              constant(rules, "pyrra_window", Long.toString(period.toSeconds()));
              rules.add(
                  RuleGroup.recording(
                      "pyrra_availability",
                      "1 - (%s or vector(0))".formatted(ratio(PromText.duration(period))),
                      identity()));
            });
    rules.add(
        RuleGroup.recording("pyrra_requests:rate5m", "sum(rate(" + all() + "[5m]))", identity()));
    rules.add(
        RuleGroup.recording(
            "pyrra_errors:rate5m", "sum(rate(" + bad() + "[5m])) or vector(0)", identity()));
    return rules;
  }

  private void constant(List<Map<String, Object>> rules, String series, String value) {
    rules.add(RuleGroup.recording(series, "vector(" + value + ")", identity()));
  }

  private String selector() {
    return PromText.selector(identity());
  }

  private Map<String, String> identity() {
    return Map.of("slo", slo.id());
  }
}
