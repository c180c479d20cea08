package io.weir.alerting.slo;

import java.time.Instant;
import java.util.Map;

/**
 * One objective that is evaluated: of an OpenSLO document with several objectives each is one, and
 * of a selector with fan-out each match.
 *
 * @param id {@code name}, {@code name/objective}, and {@code [match]} after it with fan-out; part
 *     of every alert's identity, so it stays when the objective changes
 * @param service whom it is about, for people
 * @param labels for routing
 * @param selector what it counts
 * @param maintenance what it does not count
 * @param from what happened before is not counted
 */
public record Slo(
    String id,
    String service,
    Map<String, String> labels,
    IndicatorSelector selector,
    Objective objective,
    AlertRules rules,
    Maintenance maintenance,
    Instant from) {
  public Slo {
    if (id.isBlank() || id.chars().anyMatch(c -> c < ' ' || c == '|')) {
      throw new IllegalArgumentException(
          "id: \"" + id + "\" (expected: text without | and control characters)");
    }
    labels = Map.copyOf(labels);
  }

  /** The id of one objective of a document; an empty name for the only one. */
  public static String id(String name, String objective) {
    return objective.isEmpty() ? name : name + "/" + objective;
  }

  /** The objective of one match of the selector; itself without fan-out. */
  public Slo ofMatch(String match) {
    return match.isEmpty()
        ? this
        : new Slo(idOfMatch(match), service, labels, selector, objective, rules, maintenance, from);
  }

  /** Its id. */
  public String idOfMatch(String match) {
    return match.isEmpty() ? id : id + "[" + match + "]";
  }

  /** The id of the objective that {@code id} is a match of; itself without fan-out. */
  public static String idBeforeMatch(String id) {
    int match = id.indexOf('[');
    return match < 0 ? id : id.substring(0, match);
  }

  /** The match that {@code id} is for; empty without fan-out. */
  public static String matchOf(String id) {
    int match = id.indexOf('[');
    return match < 0 ? "" : id.substring(match + 1, id.length() - 1);
  }

  /**
   * What the counts depend on, as text: when it changes, the counts begin anew. Targets and rules
   * are no part of it.
   */
  public String countsKey() {
    return selector + " " + objective.method() + " " + maintenance + " " + from;
  }
}
