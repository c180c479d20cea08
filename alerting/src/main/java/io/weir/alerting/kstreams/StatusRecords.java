package io.weir.alerting.kstreams;

import io.weir.alerting.burn.Budget;
import io.weir.alerting.burn.Counts;
import io.weir.alerting.burn.RuleState;
import io.weir.alerting.burn.SloBurn;
import io.weir.alerting.burn.State;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.IndicatorSelector;
import io.weir.alerting.slo.PeerPattern;
import io.weir.alerting.slo.Slo;
import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.SloStatus;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How an objective stands, as others read it. */
final class StatusRecords {
  private static final long NS_PER_MS = 1_000_000;

  /** From bad to good: what of several rules is said of their objective. */
  private static final List<State> WORST_FIRST =
      List.of(
          State.FIRING, State.RECOVERING, State.INCREASING, State.FROZEN, State.NO_DATA, State.OK);

  private StatusRecords() {}

  static SloStatus of(SloBurn burn) {
    Slo slo = burn.slo();
    Budget budget = burn.budget();
    SloStatus.Builder status =
        SloStatus.newBuilder()
            .setSlo(slo.id())
            .setService(slo.service())
            .setIndicator(slo.selector().indicator())
            .setObjective(slo.objective().target().ratio().doubleValue())
            .setUpdatedNs(burn.headMs() * NS_PER_MS)
            .setPeriodStartNs(budget.startMs() * NS_PER_MS)
            .setPeriodNs(budget.lengthMs() * NS_PER_MS)
            .setInPeriod(AlertRecords.tally(budget.counts()))
            .setBudgetLeft(budget.left())
            .setBadLeft(budget.badLeft())
            .setPartial(budget.partial())
            .setSelector(selector(slo.selector()))
            .setBudgetingMethod(slo.objective().method().openSloName());
    putState(status, burn, slo);
    putWindows(status, burn, budget.errorBudget());
    return status.build();
  }

  private static SloStatus.Selector selector(IndicatorSelector selector) {
    return SloStatus.Selector.newBuilder()
        .setServer(selector.server().map(PeerPattern::toString).orElse(""))
        .setClient(selector.client().map(PeerPattern::toString).orElse(""))
        .setPort(selector.port())
        .setProtocol(selector.protocol())
        .setProbe(selector.probe())
        .setFanOut(selector.fanOut().name())
        .build();
  }

  private static void putState(SloStatus.Builder status, SloBurn burn, Slo slo) {
    RuleState worst = RuleState.START;
    for (BurnRule rule : slo.rules().burn()) {
      RuleState state = burn.state(rule.name());
      if (isWorse(state, worst)) {
        worst = state;
      }
    }
    status.setState(AlertState.State.valueOf(worst.state().name()));
    status.setSinceNs(worst.sinceMs() * NS_PER_MS);
    // Rules are there in the order of their severity, notices after them.
    slo.rules().burn().stream()
        .map(BurnRule::name)
        .filter(rule -> burn.state(rule).open())
        .forEach(status::addOpen);
    burn.ruleNames().stream()
        .filter(rule -> burn.state(rule).open() && !status.getOpenList().contains(rule))
        .forEach(status::addOpen);
    slo.rules().burn().stream()
        .map(burn::heldBack)
        .filter(why -> !why.isEmpty())
        .findFirst()
        .ifPresent(status::setHeldBack);
  }

  /** Of two that are as bad the one that has been so for longer. */
  private static boolean isWorse(RuleState state, RuleState other) {
    int difference =
        Integer.compare(WORST_FIRST.indexOf(state.state()), WORST_FIRST.indexOf(other.state()));
    return difference < 0
        || (difference == 0 && (other.sinceMs() == 0 || state.sinceMs() < other.sinceMs()));
  }

  private static void putWindows(SloStatus.Builder status, SloBurn burn, double errorBudget) {
    SortedMap<Duration, Counts> windows = new TreeMap<>(Comparator.naturalOrder());
    burn.windows(windows::put);
    windows.forEach(
        (window, counts) ->
            status.addBurn(
                SloStatus.Burn.newBuilder()
                    .setWindowNs(window.toNanos())
                    .setRate(counts.badRatio() / errorBudget)
                    .setTally(AlertRecords.tally(counts))));
  }
}
