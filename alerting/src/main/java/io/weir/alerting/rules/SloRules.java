package io.weir.alerting.rules;

import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Period;
import io.weir.alerting.slo.Slo;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the rules of one objective have in common, whatever their names. */
abstract class SloRules {
  final Slo slo;

  SloRules(Slo slo) {
    this.slo = slo;
  }

  /** The groups of the objective. */
  abstract List<RuleGroup> groups();

  /** Windows of the rules that can fire, shortest first. */
  final List<Duration> windows() {
    TreeSet<Duration> windows = new TreeSet<>();
    for (BurnRule rule : firing()) {
      windows.add(rule.shortWindow());
      windows.add(rule.longWindow());
    }
    return List.copyOf(windows);
  }

  final List<BurnRule> firing() {
    return slo.rules().burn().stream()
        .filter(rule -> rule.canFire(slo.objective().target()))
        .toList();
  }

  /** The period, if its length is always the same: Prometheus knows no calendars. */
  final Optional<Duration> period() {
    return slo.objective().period() instanceof Period.Rolling rolling
        ? Optional.of(rolling.length())
        : Optional.empty();
  }

  final BigDecimal errorBudget() {
    return slo.objective().target().errorBudget();
  }

  /** The share of bad events at which a rule fires. */
  final String errorRatio(BurnRule rule) {
    return "(" + PromText.number(rule.threshold()) + " * " + PromText.number(errorBudget()) + ")";
  }

  final String comparison(BurnRule rule) {
    return switch (rule.comparison()) {
      case GTE -> ">=";
      case GT -> ">";
      case LTE -> "<=";
      case LT -> "<";
    };
  }

  /** Bad events of all, over a window: sums before the division. */
  final String ratio(String window) {
    return "sum(rate("
        + bad()
        + "["
        + window
        + "]))\n  /\nsum(rate("
        + all()
        + "["
        + window
        + "]))";
  }

  final String bad() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("slo", slo.id());
    labels.put("result", "bad");
    return PrometheusRules.EVENTS + PromText.selector(labels);
  }

  final String all() {
    return PrometheusRules.EVENTS + PromText.selector(Map.of("slo", slo.id()));
  }

  /** The least number of bad events, as a further condition; empty without one. */
  final String guard(BurnRule rule) {
    long least = slo.rules().guard().badMin();
    return least == 0
        ? ""
        : "\nand on()\nsum(increase(%s[%s])) >= %d"
            .formatted(bad(), PromText.duration(rule.longWindow()), least);
  }

  final String after(BurnRule rule) {
    return rule.after().isZero() ? "" : PromText.duration(rule.after());
  }

  /** Labels for routing, under names that Prometheus allows. */
  final Map<String, String> routing() {
    Map<String, String> labels = new LinkedHashMap<>();
    new TreeMap<>(slo.labels())
        .forEach((name, value) -> labels.put(PromText.labelName(name), value));
    return labels;
  }

  /** In words, with the figures of the moment in place of the expression. */
  final Map<String, String> annotations(BurnRule rule) {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(
        "summary",
        slo.id()
            + " spends its error budget "
            + PromText.number(rule.threshold())
            + " times too fast (over "
            + PromText.duration(rule.longWindow())
            + " and "
            + PromText.duration(rule.shortWindow())
            + ")");
    period()
        .ifPresent(
            period ->
                annotations.put(
                    "description",
                    "%s %% of the budget of %s is gone when this fires; at this pace all of it in %s."
                        .formatted(
                            PromText.number(round(100 * rule.budgetShare(period))),
                            PromText.duration(period),
                            pace(period, rule))));
    return annotations;
  }

  private static String pace(Duration period, BurnRule rule) {
    double hours = period.toSeconds() / 3_600.0 / rule.threshold();
    return hours >= 48
        ? PromText.number(round(hours / 24)) + " days"
        : PromText.number(round(hours)) + " hours";
  }

  private static double round(double number) {
    return Math.round(number * 10) / 10.0;
  }
}
