package io.weir.rules;

import io.weir.alerting.rules.RuleNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/**
 * A generated rule file, and the alerts that it has when its rules fire.
 *
 * @param names whose names it uses
 * @param yaml the file
 */
record RuleFile(RuleNames names, String yaml) {
  /** The name that all its alerts have. */
  String alertName() {
    return names == RuleNames.PYRRA ? "ErrorBudgetBurn" : "SloErrorBudgetBurn";
  }

  /**
   * The alerts of rules that fire, as {@code exp_alerts}: one for each rule, but Sloth has one for
   * each severity.
   *
   * @param fired names of rules, such as {@code page-1h}
   */
  List<Map<String, Object>> alerts(String slo, List<String> fired) {
    List<Map<String, Object>> alerts = new ArrayList<>();
    for (Map<String, Object> rule : rules()) {
      if (rule.containsKey("alert")
          && slo.equals(labels(rule).get(label("slo", "sloth_slo")))
          && fired.stream().anyMatch(name -> isAbout(labels(rule), name))) {
        Map<String, String> annotations = new LinkedHashMap<>();
        texts(rule, "annotations")
            .forEach((name, text) -> annotations.put(name, expand(text, labels(rule))));
        alerts.add(Map.of("exp_labels", labels(rule), "exp_annotations", annotations));
      }
    }
    return alerts;
  }

  private boolean isAbout(Map<String, String> labels, String rule) {
    return switch (names) {
      case WEIR -> rule.equals(labels.get("rule"));
      case SLOTH -> rule.startsWith(labels.get("sloth_severity") + "-");
      case PYRRA -> rule.equals(labels.get("severity") + "-" + labels.get("long"));
    };
  }

  private String label(String usual, String sloths) {
    return names == RuleNames.SLOTH ? sloths : usual;
  }

  /** What Prometheus makes of the only template that rules have. */
  private static String expand(String text, Map<String, String> labels) {
    String expanded = text;
    for (Map.Entry<String, String> label : labels.entrySet()) {
      expanded = expanded.replace("{{$labels." + label.getKey() + "}}", label.getValue());
    }
    return expanded;
  }

  @SuppressWarnings("unchecked") // as rule files are
  private List<Map<String, Object>> rules() {
    Map<String, Object> file = new Yaml().load(yaml);
    List<Map<String, Object>> rules = new ArrayList<>();
    for (Map<String, Object> group : (List<Map<String, Object>>) file.get("groups")) {
      rules.addAll((List<Map<String, Object>>) group.get("rules"));
    }
    return rules;
  }

  private static Map<String, String> labels(Map<String, Object> rule) {
    return texts(rule, "labels");
  }

  @SuppressWarnings("unchecked") // as rule files are
  private static Map<String, String> texts(Map<String, Object> rule, String key) {
    return (Map<String, String>) rule.get(key);
  }
}
