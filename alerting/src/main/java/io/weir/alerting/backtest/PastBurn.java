package io.weir.alerting.backtest;

import io.weir.alerting.burn.Counts;
import io.weir.alerting.burn.Held;
import io.weir.alerting.burn.Journal;
import io.weir.alerting.burn.SloBurn;
import io.weir.alerting.burn.Transition;
import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Slo;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One objective in simulated time, and what it told. Confined to its owner. */
final class PastBurn {
  /** Whether one step alone would meet a rule's threshold. */
  private interface Bad {
    boolean test(long bad, long total);
  }

  /** A rule, and since when there is something for it to fire for. */
  private record Watched(Bad bad, BadStretch stretch) {}

  private final SloBurn burn;
  private final long fromMs;
  private final long pointEveryMs;
  private final Map<String, Watched> watched = new HashMap<>();
  private final Map<String, PastAlert> open = new HashMap<>();
  private final Map<String, PastHold> held = new HashMap<>();
  private final List<PastAlert> alerts = new ArrayList<>();
  private final List<PastHold> holds = new ArrayList<>();
  private final List<BudgetPoint> budget = new ArrayList<>();
  private Counts counts = Counts.NONE;
  private long firstMs = Long.MAX_VALUE;
  private long good;
  private long total;
  private long lost;

  /**
   * @param fromMs what happened before is evaluated, and not told
   * @param pointEveryMs how often the budget is noted
   */
  PastBurn(Slo slo, long fromMs, long pointEveryMs) {
    this.burn = new SloBurn(slo, Journal.NONE);
    this.fromMs = fromMs;
    this.pointEveryMs = pointEveryMs;
    for (BurnRule rule : slo.rules().burn()) {
      watched.put(
          rule.name(),
          new Watched(bad(rule, slo), new BadStretch(rule.longWindow(), rule.shortWindow())));
    }
  }

  private static Bad bad(BurnRule rule, Slo slo) {
    if (slo.objective().method() instanceof BudgetMethod.Timeslices slices) {
      double worst = BigDecimal.ONE.subtract(slices.sliceTarget()).doubleValue();
      return (bad, total) -> (double) bad / total > worst;
    }
    double ratio =
        BigDecimal.valueOf(rule.threshold())
            .multiply(slo.objective().target().errorBudget())
            .doubleValue();
    return (bad, total) -> rule.comparison().holds((double) bad / total, ratio);
  }

  /** Adds what one series counted in the present step. */
  void count(long seriesGood, long seriesTotal, long seriesLost) {
    good += seriesGood;
    total += seriesTotal;
    // Lost events are those of all nodes, the same in every series.
    lost = Math.max(lost, seriesLost);
  }

  /** Ends the step: counts it, evaluates, and begins the next one. */
  void step(long startMs, long endMs) {
    if ((total > 0 || lost > 0) && burn.add(startMs, good, total, lost)) {
      counted(startMs, endMs);
    }
    good = 0;
    total = 0;
    lost = 0;
    if (burn.headMs() == Long.MIN_VALUE) {
      return; // in maintenance from the first window on
    }
    burn.evaluate(endMs, this::told);
    if (endMs > fromMs && (endMs - fromMs) % pointEveryMs == 0) {
      budget.add(new BudgetPoint(Instant.ofEpochMilli(endMs), burn.budget().left()));
    }
  }

  private void counted(long startMs, long endMs) {
    if (total == 0) {
      return;
    }
    firstMs = Math.min(firstMs, startMs);
    if (startMs >= fromMs) {
      counts = counts.plus(new Counts(total - good, total, lost));
    }
    for (Watched rule : watched.values()) {
      if (rule.bad.test(total - good, total)) {
        rule.stretch.bad(startMs, endMs);
      }
    }
  }

  private void told(Transition change) {
    if (change.fires()) {
      open.put(change.rule(), alert(change));
    } else if (change.resolves()) {
      end(open.remove(change.rule()), change.atMs());
    }
    hold(change);
  }

  private PastAlert alert(Transition change) {
    return new PastAlert(
        change.rule(),
        change.severity(),
        Instant.ofEpochMilli(change.atMs()),
        Optional.empty(),
        Optional.ofNullable(watched.get(change.rule()))
            .map(rule -> rule.stretch.until(change.atMs())),
        change.reading().longCounts(),
        change.reading().longRate(),
        change.budget().left(),
        change.reading().partial());
  }

  private void end(PastAlert alert, long atMs) {
    if (atMs > fromMs) {
      alerts.add(alert.resolved(Instant.ofEpochMilli(atMs)));
    }
  }

  private void hold(Transition change) {
    Instant at = Instant.ofEpochMilli(change.atMs());
    PastHold was = held.get(change.rule());
    if (change.to().held() != Held.NOT) {
      held.put(
          change.rule(),
          was == null
              ? new PastHold(
                  change.rule(), change.severity(), change.heldBack(), at, Optional.empty(), false)
              : was.because(change.heldBack()));
    } else if (was != null) {
      held.remove(change.rule());
      if (change.atMs() > fromMs) {
        holds.add(was.over(at, change.fires()));
      }
    }
  }

  /** What it told; what is open stays so. */
  SloHindsight told() {
    List<PastAlert> allAlerts = new ArrayList<>(alerts);
    allAlerts.addAll(open.values());
    allAlerts.sort(Comparator.comparing(PastAlert::firedAt).thenComparing(PastAlert::rule));
    List<PastHold> allHolds = new ArrayList<>(holds);
    allHolds.addAll(held.values());
    allHolds.sort(Comparator.comparing(PastHold::from).thenComparing(PastHold::rule));
    return new SloHindsight(
        burn.slo(),
        firstMs == Long.MAX_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(firstMs)),
        counts,
        allAlerts,
        allHolds,
        budget,
        firstMs == Long.MAX_VALUE ? Optional.empty() : Optional.of(burn.budget()));
  }
}
