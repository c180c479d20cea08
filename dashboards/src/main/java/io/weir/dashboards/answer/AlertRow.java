package io.weir.dashboards.answer;

import io.weir.slo.v1.AlertState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How one rule of an objective stands, as of its last change.
 *
 * @param slo the objective's id
 * @param service whom it is about
 * @param rule {@code page-1h}, a condition's name, {@code budget-50} or {@code no-data}
 * @param severity {@code page}, {@code ticket}, {@code notice}, or the policy's word
 * @param state as in {@link SloRow}
 * @param since when that state began
 * @param open an alert is open, even while frozen
 * @param openedAt when it fired; absent without one
 * @param burnRate of the long window; of a budget the share spent
 * @param shortBurnRate of the short window
 * @param threshold what both must meet
 * @param longWindow {@code 1h}; empty for budgets and silence
 * @param shortWindow {@code 5m}
 * @param bad events of the long window
 * @param total events of the long window
 * @param lost events known to be missing from it
 * @param budgetLeft share of a whole period's budget
 * @param exhaustedInSeconds until the budget is empty at this burn rate; absent when it is, or
 *     never will be
 * @param heldBack why it does not fire although the burn rates meet the threshold, or empty
 * @param partial the long window reaches back to before anything was counted
 */
public record AlertRow(
    String slo,
    String service,
    String rule,
    String severity,
    String state,
    Optional<Instant> since,
    boolean open,
    Optional<Instant> openedAt,
    double burnRate,
    double shortBurnRate,
    double threshold,
    String longWindow,
    String shortWindow,
    long bad,
    long total,
    long lost,
    double budgetLeft,
    Optional<Long> exhaustedInSeconds,
    String heldBack,
    boolean partial) {

  static AlertRow of(AlertState alert) {
    var tally = alert.getInWindow();
    return new AlertRow(
        alert.getSlo(),
        alert.getService(),
        alert.getPolicy(),
        alert.getSeverity(),
        Words.state(alert.getState()),
        time(alert.getSinceNs()),
        alert.getOpen(),
        time(alert.getOpenedNs()),
        alert.getBurnRate(),
        alert.getShortBurnRate(),
        alert.getThreshold(),
        window(alert.getLongWindowNs()),
        window(alert.getShortWindowNs()),
        tally.getBad(),
        tally.getTotal(),
        tally.getLost(),
        alert.getBudgetLeft(),
        alert.getExhaustedInNs() == 0
            ? Optional.empty()
            : Optional.of(Duration.ofNanos(alert.getExhaustedInNs()).toSeconds()),
        alert.getHeldBack(),
        alert.getPartial());
  }

  static Optional<Instant> time(long ns) {
    return ns == 0 ? Optional.empty() : Optional.of(TimeRange.instant(ns));
  }

  private static String window(long ns) {
    return ns == 0 ? "" : Words.duration(Duration.ofNanos(ns));
  }

  /** Whether it is worth a line: open, about to be, or held back. */
  boolean isNews() {
    return open || !heldBack.isEmpty() || !state.equals("ok");
  }

  String label() {
    return slo + " " + rule;
  }
}
