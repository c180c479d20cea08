package io.weir.browser;

import java.util.List;
import java.util.Map;

/**
 * One element of a page that breaks one rule of WCAG.
 *
 * @param rule of axe, such as {@code color-contrast}
 * @param selector where it is on the page
 * @param html how it begins
 * @param remedy what to do
 */
record Violation(String rule, String selector, String html, String remedy) {
  private static final int HTML_MAX = 160;

  /** Reads what {@code axe.run} gave: each rule with the elements that break it. */
  static List<Violation> read(List<Map<String, Object>> rules) {
    return rules.stream()
        .flatMap(
            rule ->
                elements(rule).stream()
                    .map(
                        element ->
                            new Violation(
                                rule.get("id") + ": " + rule.get("help"),
                                String.valueOf(element.get("target")),
                                shortened(String.valueOf(element.get("html"))),
                                String.valueOf(element.get("failureSummary"))
                                    .replaceAll("\\s*\\R\\s*", " "))))
        .toList();
  }

  @SuppressWarnings("unchecked") // as axe documents it
  private static List<Map<String, Object>> elements(Map<String, Object> rule) {
    return (List<Map<String, Object>>) rule.get("nodes");
  }

  private static String shortened(String html) {
    return html.length() <= HTML_MAX ? html : html.substring(0, HTML_MAX) + "…";
  }

  @Override
  public String toString() {
    return "%s%n  at %s  %s%n  %s".formatted(rule, selector, html, remedy);
  }
}
