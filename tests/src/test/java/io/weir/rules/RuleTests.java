package io.weir.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** A file of unit tests for {@code promtool test rules}. Confined to one test. */
final class RuleTests {
  /** Between evaluations. Prometheus's usual minute takes five times as long and shows no more. */
  static final int STEP_MINUTES = 5;

  private final RuleFile rules;
  private final List<Map<String, Object>> tests = new ArrayList<>();

  RuleTests(RuleFile rules) {
    this.rules = rules;
  }

  /**
   * One test.
   *
   * @param name shown when it fails
   * @param slo whose alerts are expected
   * @param fired rules that fire, by the minute at which they are asked for
   */
  RuleTests with(String name, Traffic traffic, String slo, Map<Integer, List<String>> fired) {
    List<Map<String, Object>> asked = new ArrayList<>();
    fired.forEach(
        (minute, names) ->
            asked.add(
                Map.of(
                    "eval_time",
                    minute + "m",
                    "alertname",
                    rules.alertName(),
                    "exp_alerts",
                    rules.alerts(slo, names))));
    Map<String, Object> test = new LinkedHashMap<>();
    test.put("name", name);
    test.put("interval", "1m");
    test.put("input_series", traffic.series());
    test.put("alert_rule_test", asked);
    tests.add(test);
    return this;
  }

  String toYaml(String rulesFile) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("rule_files", List.of(rulesFile));
    file.put("evaluation_interval", STEP_MINUTES + "m");
    file.put("tests", tests);
    return new Yaml().dump(file);
  }
}
