package io.weir.alerting.notify;

import io.weir.alerting.slo.BurnRule;
import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts the state of a rule into words and labels. Pure. */
public final class AlertText {
  /** A burn rate over its threshold. */
  public static final String BURN = "SloErrorBudgetBurn";

  /** So much of the budget is gone. */
  public static final String SPENT = "SloErrorBudgetSpent";

  /** Nothing is known any more. */
  public static final String NO_DATA = "SloNoData";

  private AlertText() {}

  /**
   * What is known of an objective beside its figures.
   *
   * @param labels of its document, for routing
   */
  public record About(
      String title,
      String description,
      String runbook,
      String owner,
      String indicator,
      Map<String, String> labels) {
    public static final About NOTHING = new About("", "", "", "", "", Map.of());

    public About {
      labels = Map.copyOf(labels);
    }
  }

  /**
   * The alert of a rule.
   *
   * @param incident of which it is the one that is told
   * @param resolvedAt when it was over; empty while it is open
   */
  public static Alert of(
      AlertState state, About about, Optional<Incident> incident, Optional<Instant> resolvedAt) {
    SortedMap<String, String> labels = new TreeMap<>();
    about
        .labels()
        .forEach((name, value) -> labels.put(name.replaceAll("[^a-zA-Z0-9_]", "_"), value));
    labels.keySet().removeIf(name -> Character.isDigit(name.charAt(0)));
    labels.put("alertname", name(state));
    labels.put("slo", state.getSlo());
    labels.put("service", state.getService());
    labels.put("rule", state.getPolicy());
    labels.put("severity", state.getSeverity());
    SortedMap<String, String> annotations = new TreeMap<>();
    annotations.put("summary", summary(state, about));
    annotations.put("description", description(state, about, incident));
    annotations.put("runbook_url", about.runbook());
    annotations.put("owner", about.owner());
    incident.map(IncidentText::annotations).ifPresent(annotations::putAll);
    long beganNs =
        incident
            .map(Incident::getOpenedNs)
            .orElse(state.getOpenedNs() == 0 ? state.getSinceNs() : state.getOpenedNs());
    return new Alert(labels, annotations, Instant.ofEpochSecond(0, beganNs), resolvedAt);
  }

  private static String name(AlertState state) {
    if (state.getPolicy().equals("no-data")) {
      return NO_DATA;
    }
    return state.getLongWindowNs() == 0 ? SPENT : BURN;
  }

  private static String title(AlertState state, About about) {
    return about.title().isEmpty() ? state.getSlo() : about.title();
  }

  private static String summary(AlertState state, About about) {
    return switch (name(state)) {
      case NO_DATA -> title(state, about) + ": no events any more";
      case SPENT ->
          title(state, about)
              + ": "
              + Figures.percent(1 - state.getBudgetLeft())
              + " of the error budget is spent";
      default ->
          title(state, about)
              + ": "
              + Figures.number(state.getInWindow().getBad())
              + " of "
              + Figures.number(state.getInWindow().getTotal())
              + " bad in "
              + BurnRule.text(Duration.ofNanos(state.getLongWindowNs()))
              + ", the budget burns "
              + Figures.factor(state.getBurnRate())
              + " times too fast";
    };
  }

  private static String description(AlertState state, About about, Optional<Incident> incident) {
    StringBuilder text = new StringBuilder();
    if (!about.description().isEmpty()) {
      text.append(about.description()).append('\n');
    }
    if (state.getLongWindowNs() != 0) {
      text.append(
          "Burn rate %s over %s and %s over %s, limit %s.%n"
              .formatted(
                  Figures.factor(state.getBurnRate()),
                  BurnRule.text(Duration.ofNanos(state.getLongWindowNs())),
                  Figures.factor(state.getShortBurnRate()),
                  BurnRule.text(Duration.ofNanos(state.getShortWindowNs())),
                  Figures.factor(state.getThreshold()))
              .replace("\r\n", "\n"));
    }
    text.append(budget(state)).append('\n');
    text.append(completeness(state));
    String more = incident.map(IncidentText::lines).orElse("");
    return more.isEmpty() ? text.toString() : text.append('\n').append(more).toString();
  }

  private static String budget(AlertState state) {
    String left =
        state.getBudgetLeft() <= 0
            ? "No budget is left: "
                + Figures.percent(-state.getBudgetLeft())
                + " of one more is spent."
            : Figures.percent(state.getBudgetLeft()) + " of the budget is left";
    if (state.getBudgetLeft() <= 0) {
      return left;
    }
    return state.getExhaustedInNs() == 0
        ? left + "."
        : left + "; at this pace it is empty in " + pace(state.getExhaustedInNs()) + ".";
  }

  private static String completeness(AlertState state) {
    String young = state.getPartial() ? " Counting is younger than the window." : "";
    long lost = state.getInWindow().getLost();
    return (lost == 0
            ? "Counts are complete."
            : Figures.number(lost)
                + " events of the window are known to be lost; they may be good or bad.")
        + young;
  }

  private static String pace(long ns) {
    Duration left = Duration.ofNanos(ns);
    if (left.toHours() >= 48) {
      return left.toDays() + " days";
    }
    return left.toMinutes() >= 120 ? left.toHours() + " h" : left.toMinutes() + " min";
  }
}
