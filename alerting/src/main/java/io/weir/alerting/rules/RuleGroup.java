package io.weir.alerting.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules that Prometheus evaluates one after the other.
 *
 * @param name unique in a file
 * @param rules as in a rule file
 */
record RuleGroup(String name, List<Map<String, Object>> rules) {
  RuleGroup {
    rules = List.copyOf(rules);
  }

  /** As in a rule file. */
  Map<String, Object> toYaml() {
    Map<String, Object> yaml = new LinkedHashMap<>();
    yaml.put("name", name);
    yaml.put("rules", new ArrayList<>(rules));
    return yaml;
  }

  /** A series that is worked out beforehand. */
  static Map<String, Object> recording(
      String series, String expression, Map<String, String> labels) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("record", series);
    rule.put("expr", expression);
    rule.put("labels", new LinkedHashMap<>(labels));
    return rule;
  }

  static Map<String, Object> alert(
      String name,
      String expression,
      String after,
      Map<String, String> labels,
      Map<String, String> annotations) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("alert", name);
    rule.put("expr", expression);
    if (!after.isEmpty()) {
      rule.put("for", after);
    }
    rule.put("labels", new LinkedHashMap<>(labels));
    rule.put("annotations", new LinkedHashMap<>(annotations));
    return rule;
  }
}
