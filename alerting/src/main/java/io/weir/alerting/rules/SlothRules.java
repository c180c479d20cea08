package io.weir.alerting.rules;

import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Slo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Names and labels of Sloth: its dashboards show these objectives. Its mean of five-minute ratios
 * over the period is replaced by a ratio of sums.
 */
final class SlothRules extends SloRules {
  private static final Duration SHORTEST = Duration.ofMinutes(5);

  private final String id;

  SlothRules(Slo slo) {
    super(slo);
    this.id = slo.service() + "-" + slo.id();
  }

  @Override
  List<RuleGroup> groups() {
    List<RuleGroup> groups = new ArrayList<>();
    groups.add(new RuleGroup("sloth-slo-sli-recordings-" + id, ratios()));
    groups.add(new RuleGroup("sloth-slo-meta-recordings-" + id, about()));
    List<Map<String, Object>> alerts = alerts();
    if (!alerts.isEmpty()) {
      groups.add(new RuleGroup("sloth-slo-alerts-" + id, alerts));
    }
    return groups;
  }

  private List<Map<String, Object>> ratios() {
    List<Map<String, Object>> rules = new ArrayList<>();
    windows().forEach(window -> rules.add(ratioOf(window)));
    if (!windows().contains(SHORTEST)) {
      rules.add(ratioOf(SHORTEST));
    }
    period().filter(period -> !windows().contains(period)).map(this::ratioOf).ifPresent(rules::add);
    return rules;
  }

  private Map<String, Object> ratioOf(Duration window) {
    String text = PromText.duration(window);
    Map<String, String> labels = identity();
    labels.put("sloth_window", text);
    return RuleGroup.recording("slo:sli_error:ratio_rate" + text, ratio(text), labels);
  }

  private List<Map<String, Object>> about() {
    List<Map<String, Object>> rules = new ArrayList<>();
    constant(rules, "slo:objective:ratio", PromText.number(slo.objective().target().ratio()));
    constant(rules, "slo:error_budget:ratio", PromText.number(errorBudget()));
    period()
        .ifPresent(
            period ->
                constant(
                    rules, "slo:time_period:days", PromText.number(period.toSeconds() / 86_400.0)));
    rules.add(RuleGroup.recording("slo:current_burn_rate:ratio", burnRate(SHORTEST), identity()));
    period()
        .ifPresent(
            period -> {
              rules.add(
                  RuleGroup.recording("slo:period_burn_rate:ratio", burnRate(period), identity()));
              rules.add(
                  RuleGroup.recording(
                      "slo:period_error_budget_remaining:ratio",
                      "1 - slo:period_burn_rate:ratio" + selector(),
                      identity()));
            });
    Map<String, String> labels = identity();
    labels.put(
        "sloth_objective", PromText.number(slo.objective().target().ratio().movePointRight(2)));
    labels.put("sloth_mode", "weir");
    labels.put("sloth_spec", "openslo/v1");
    rules.add(RuleGroup.recording("sloth_slo_info", "vector(1)", labels));
    return rules;
  }

  private void constant(List<Map<String, Object>> rules, String series, String value) {
    rules.add(RuleGroup.recording(series, "vector(" + value + ")", identity()));
  }

  private String burnRate(Duration window) {
    return "slo:sli_error:ratio_rate"
        + PromText.duration(window)
        + selector()
        + "\n  / on(sloth_id, sloth_slo, sloth_service) group_left\nslo:error_budget:ratio"
        + selector();
  }

  /** Sloth has one alert for each severity, whose rules are joined. */
  private List<Map<String, Object>> alerts() {
    Map<String, List<BurnRule>> bySeverity =
        firing().stream()
            .collect(
                Collectors.groupingBy(BurnRule::severity, LinkedHashMap::new, Collectors.toList()));
    List<Map<String, Object>> alerts = new ArrayList<>();
    bySeverity.forEach(
        (severity, rules) -> {
          Map<String, String> labels = routing();
          labels.putAll(identity());
          labels.put("sloth_severity", severity);
          alerts.add(
              RuleGroup.alert(
                  WeirRules.ALERT,
                  rules.stream().map(this::condition).collect(Collectors.joining("\nor\n")),
                  "",
                  labels,
                  Map.of(
                      "title",
                      "("
                          + severity
                          + ") {{$labels.sloth_service}} {{$labels.sloth_slo}} SLO error budget burn rate is too fast.",
                      "summary",
                      "{{$labels.sloth_service}} {{$labels.sloth_slo}} SLO error budget burn rate is over expected.")));
        });
    return alerts;
  }

  private String condition(BurnRule rule) {
    String limit = " " + comparison(rule) + " " + errorRatio(rule);
    return "(\n    max(%s) without (sloth_window)\n  and\n    max(%s) without (sloth_window)%s\n)"
        .formatted(
            "slo:sli_error:ratio_rate" + PromText.duration(rule.shortWindow()) + selector() + limit,
            "slo:sli_error:ratio_rate" + PromText.duration(rule.longWindow()) + selector() + limit,
            guard(rule));
  }

  private String selector() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("sloth_id", id);
    labels.put("sloth_service", slo.service());
    labels.put("sloth_slo", slo.id());
    return PromText.selector(labels);
  }

  private Map<String, String> identity() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("sloth_id", id);
    labels.put("sloth_service", slo.service());
    labels.put("sloth_slo", slo.id());
    return labels;
  }
}
