package io.weir.dashboards.answer;

import io.weir.slo.v1.Silence;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The questions about objectives: rows, their orders, and a sentence for each. Pure. */
public final class Slos {
  private static final List<String> SEVERITIES = List.of("page", "ticket", "notice");

  /** The default comes first. */
  public static final Map<String, Comparator<SloRow>> SLO_ORDERS = sloOrders();

  public static final Map<String, Comparator<AlertRow>> ALERT_ORDERS = alertOrders();

  public static final Map<String, Comparator<IncidentRow>> INCIDENT_ORDERS = incidentOrders();

  public static final Map<String, Comparator<SilenceRow>> SILENCE_ORDERS =
      Map.of("ends", Comparator.comparing(SilenceRow::endsAt).thenComparing(SilenceRow::id));

  private Slos() {}

  private static Map<String, Comparator<SloRow>> sloOrders() {
    Map<String, Comparator<SloRow>> orders = new LinkedHashMap<>();
    orders.put(
        "state",
        Comparator.comparing((SloRow row) -> !row.isBurning())
            .thenComparingDouble(SloRow::budgetLeft)
            .thenComparing(SloRow::slo));
    orders.put("name", Comparator.comparing(SloRow::slo));
    orders.put("budget", Comparator.comparingDouble(SloRow::budgetLeft).thenComparing(SloRow::slo));
    orders.put(
        "burn",
        Comparator.comparingDouble((SloRow row) -> -fastest(row)).thenComparing(SloRow::slo));
    return orders;
  }

  private static double fastest(SloRow row) {
    return row.burn().stream().mapToDouble(SloRow.Burn::rate).max().orElse(0);
  }

  private static Map<String, Comparator<AlertRow>> alertOrders() {
    Map<String, Comparator<AlertRow>> orders = new LinkedHashMap<>();
    orders.put(
        "severity",
        Comparator.comparing((AlertRow row) -> !row.open())
            .thenComparingInt(row -> rank(row.severity()))
            .thenComparing(AlertRow::label));
    orders.put("name", Comparator.comparing(AlertRow::label));
    orders.put(
        "burn",
        Comparator.comparingDouble((AlertRow row) -> -row.burnRate())
            .thenComparing(AlertRow::label));
    return orders;
  }

  private static Map<String, Comparator<IncidentRow>> incidentOrders() {
    Map<String, Comparator<IncidentRow>> orders = new LinkedHashMap<>();
    Comparator<IncidentRow> newest =
        Comparator.comparing(IncidentRow::openedAt).reversed().thenComparing(IncidentRow::id);
    orders.put(
        "open",
        Comparator.comparing((IncidentRow row) -> !row.isOpen())
            .thenComparingInt(row -> row.isOpen() ? rank(row.severity()) : 0)
            .thenComparing(newest));
    orders.put("newest", newest);
    orders.put("name", Comparator.comparing(IncidentRow::slo).thenComparing(newest));
    return orders;
  }

  private static int rank(String severity) {
    int rank = SEVERITIES.indexOf(severity);
    return rank < 0 ? 0 : rank; // a policy's own word is as urgent as its author says: first
  }

  /** One row for each objective. */
  public static List<SloRow> rows(SloView view, EdgeFilter filter) {
    return view.slos().stream()
        .map(SloRow::of)
        .filter(row -> filter.matchesNamed("", row.service()))
        .toList();
  }

  /** Rules that are open, about to be, or held back. */
  public static List<AlertRow> alerts(SloView view, EdgeFilter filter) {
    return view.alerts().stream()
        .map(AlertRow::of)
        .filter(AlertRow::isNews)
        .filter(row -> filter.matchesNamed("", row.service()))
        .toList();
  }

  /**
   * Incidents that were open at some time of a range.
   *
   * @param silences of which acknowledgements are shown with their incidents
   * @param range empty for those that are open now, and all that are kept when none is
   */
  public static List<IncidentRow> incidents(
      SloView view,
      Collection<Silence> silences,
      Instant now,
      EdgeFilter filter,
      Optional<TimeRange> range) {
    Map<String, SilenceRow> acknowledged = new HashMap<>();
    silences.stream()
        .filter(silence -> !silence.getIncident().isEmpty())
        .map(silence -> SilenceRow.of(silence, now))
        .filter(SilenceRow::isLive)
        .sorted(Comparator.comparing(SilenceRow::createdAt))
        .forEach(row -> acknowledged.put(row.incident(), row));
    List<IncidentRow> all =
        view.incidents().stream()
            .map(
                incident ->
                    IncidentRow.of(
                        incident, Optional.ofNullable(acknowledged.get(incident.getId()))))
            .filter(row -> filter.matchesNamed("", row.service()))
            .toList();
    return range
        .map(of -> all.stream().filter(row -> isIn(row, of)).toList())
        .orElseGet(
            () ->
                all.stream().anyMatch(IncidentRow::isOpen)
                    ? all.stream().filter(IncidentRow::isOpen).toList()
                    : all);
  }

  private static boolean isIn(IncidentRow row, TimeRange range) {
    return row.openedAt().isBefore(range.to())
        && row.closedAt().map(closed -> !closed.isBefore(range.from())).orElse(true);
  }

  /** About all rows of {@code incidents}. */
  public static String incidentSummary(List<IncidentRow> rows) {
    List<IncidentRow> open =
        rows.stream().filter(IncidentRow::isOpen).sorted(INCIDENT_ORDERS.get("open")).toList();
    if (open.isEmpty()) {
      return rows.isEmpty()
          ? "No incident."
          : "No open incident; " + Words.count(rows.size(), "incident") + " ended.";
    }
    IncidentRow first = open.get(0);
    return Words.count(open.size(), "open incident")
        + ": "
        + first.slo()
        + " ("
        + first.severity()
        + ") since "
        + first.began().orElse(first.openedAt())
        + (first.cause().isEmpty() ? "." : ". " + first.cause());
  }

  /** About all rows of {@code silences}. */
  public static String silenceSummary(List<SilenceRow> rows) {
    long active = rows.stream().filter(row -> row.state().equals("active")).count();
    return rows.isEmpty()
        ? "Nothing is silenced or acknowledged."
        : Words.count(active, "silence") + " active, of " + rows.size() + ".";
  }

  /** About all rows of {@code slos}. */
  public static String summary(List<SloRow> rows) {
    if (rows.isEmpty()) {
      return "No objectives. Write OpenSLO documents, and name their folder in alerting.slos.";
    }
    List<SloRow> burning =
        rows.stream().filter(SloRow::isBurning).sorted(SLO_ORDERS.get("state")).toList();
    if (burning.isEmpty()) {
      return "None of " + Words.count(rows.size(), "objective") + " burns too fast.";
    }
    SloRow first = burning.get(0);
    return burning.size()
        + " of "
        + Words.count(rows.size(), "objective")
        + (burning.size() == 1 ? " burns" : " burn")
        + " too fast: "
        + first.slo()
        + first.since().map(since -> " since " + since).orElse("")
        + ", "
        + Words.percent(Math.max(0, first.budgetLeft()))
        + " of its budget left.";
  }

  /** About all rows of {@code alerts}. */
  public static String alertSummary(List<AlertRow> rows) {
    Optional<AlertRow> first =
        rows.stream().filter(AlertRow::open).min(ALERT_ORDERS.get("severity"));
    long open = rows.stream().filter(AlertRow::open).count();
    long held = rows.stream().filter(row -> !row.heldBack().isEmpty()).count();
    String heldBack = held == 0 ? "" : " " + Words.count(held, "alert") + " held back.";
    return first
        .map(
            alert ->
                Words.count(open, "open alert")
                    + ": "
                    + alert.slo()
                    + " ("
                    + alert.severity()
                    + ") since "
                    + alert.openedAt().map(Object::toString).orElse("?")
                    + ", "
                    + Words.share(alert.bad(), alert.total(), "event")
                    + " bad"
                    + (alert.longWindow().isEmpty() ? "" : " in " + alert.longWindow())
                    + "."
                    + heldBack)
        .orElse("No open alert." + heldBack);
  }
}
