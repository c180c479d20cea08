package io.weir.alerting.backtest;

import io.weir.alerting.burn.Budget;
import io.weir.alerting.burn.Counts;
import io.weir.alerting.slo.Slo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one objective would have told.
 *
 * @param slo with fan-out one match of it
 * @param firstAt when its first window with events began; empty when there was none
 * @param counts events of the range, those in maintenance left out
 * @param alerts open at some time of the range, by the time they fired
 * @param holds that reach into the range, by their begin
 * @param budget over the range, at most some {@link Backtest#POINTS} points
 * @param now the budget at the end; empty without any events
 */
public record SloHindsight(
    Slo slo,
    Optional<Instant> firstAt,
    Counts counts,
    List<PastAlert> alerts,
    List<PastHold> holds,
    List<BudgetPoint> budget,
    Optional<Budget> now) {
  public SloHindsight {
    alerts = List.copyOf(alerts);
    holds = List.copyOf(holds);
    budget = List.copyOf(budget);
  }

  /** Nothing was counted. */
  static SloHindsight nothing(Slo slo) {
    return new SloHindsight(
        slo, Optional.empty(), Counts.NONE, List.of(), List.of(), List.of(), Optional.empty());
  }
}
