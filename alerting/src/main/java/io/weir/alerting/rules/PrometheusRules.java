package io.weir.alerting.rules;

import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.Slo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * A Prometheus rule file for some objectives. It reads {@value #EVENTS}, which Weir counts, so a
 * long window is a ratio of sums and never a mean of ratios.
 *
 * <p>What Prometheus cannot say is left out and named: time slices (their state is not in a
 * counter) and rules that could never fire. Coverage, maintenance and revised windows are Weir's
 * own; the guard against low traffic keeps its least number of bad events.
 */
public final class PrometheusRules {
  /**
   * Counter of events by {@code slo}, {@code service} and {@code result}, {@code good} or {@code
   * bad}.
   */
  public static final String EVENTS = "weir_slo_events_total";

  private final List<RuleGroup> groups = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  private PrometheusRules() {}

  /** The rules of {@code slos}, under the names of {@code names}. */
  public static PrometheusRules of(List<Slo> slos, RuleNames names) {
    PrometheusRules rules = new PrometheusRules();
    slos.forEach(slo -> rules.add(slo, names));
    return rules;
  }

  private void add(Slo slo, RuleNames names) {
    Optional<String> problem = problem(slo);
    if (problem.isPresent()) {
      leftOut.add(slo.id() + ": " + problem.get());
      return;
    }
    slo.rules().burn().stream()
        .filter(rule -> !rule.canFire(slo.objective().target()))
        .forEach(
            rule ->
                leftOut.add(
                    slo.id()
                        + ": rule "
                        + rule.name()
                        + " can never fire (expected: a threshold below "
                        + PromText.number(
                            Math.floor(100 * slo.objective().target().burnRateMax()) / 100)
                        + ")"));
    groups.addAll(
        switch (names) {
          case WEIR -> new WeirRules(slo).groups();
          case SLOTH -> new SlothRules(slo).groups();
          case PYRRA -> new PyrraRules(slo).groups();
        });
  }

  private static Optional<String> problem(Slo slo) {
    BudgetMethod method = slo.objective().method();
    return method instanceof BudgetMethod.Occurrences
        ? Optional.empty()
        : Optional.of(
            method.getClass().getSimpleName()
                + " is not in a counter (expected: budgetingMethod Occurrences)");
  }

  /** What is not in the file, and why; one sentence each. */
  public List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  /** The rule file, YAML. */
  public String toYaml() {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("groups", groups.stream().map(RuleGroup::toYaml).toList());
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    options.setWidth(120);
    options.setSplitLines(false);
    return new Yaml(options).dump(file);
  }
}
