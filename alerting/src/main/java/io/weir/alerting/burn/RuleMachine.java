package io.weir.alerting.burn;

import io.weir.alerting.slo.AlertRules;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Comparison;
import io.weir.alerting.slo.NoDataPolicy.Silence;

/**
 * One step of one rule: how it stood and what is seen give how it stands. A pure function.
 *
 * <p>While much is missing ({@code coverageMin}) only what is true whatever the lost events were
 * changes anything: an alert begins when the rates meet the threshold even if every lost event was
 * good, and ends when they would not even if every lost event was bad. Otherwise the rule is {@link
 * State#FROZEN}. Lost events are those of all nodes, so without this rule a busy node's loss would
 * keep the outage of a quiet service secret.
 */
final class RuleMachine {
  /**
   * What is true for all rules of an objective.
   *
   * @param silent nothing came for too long
   * @param maintenance nothing may begin to fire
   */
  record Situation(long nowMs, boolean silent, boolean maintenance) {}

  private final AlertRules rules;
  private final LowTraffic lowTraffic;

  RuleMachine(AlertRules rules, LowTraffic lowTraffic) {
    this.rules = rules;
    this.lowTraffic = lowTraffic;
  }

  /**
   * @param begins the bad ratio at the threshold, {@code B * EB}, rounded once: a ratio that is
   *     exactly there must meet it
   */
  RuleState next(BurnRule rule, double begins, RuleState was, Reading seen, Situation situation) {
    if (situation.silent() && rules.noData().silence() != Silence.OK) {
      return become(was, was.open() ? State.FROZEN : State.NO_DATA, was.open(), situation);
    }
    if (was.open() && endsUnseen(seen)) {
      return become(was, State.FROZEN, true, situation);
    }
    if (seen.shortCounts().coverage() < rules.noData().coverageMin()) {
      return withoutMuch(rule, begins, was, seen, situation);
    }
    double ends = end(rule.comparison(), begins);
    double longRatio = seen.longCounts().badRatio();
    double shortRatio = seen.shortCounts().badRatio();
    boolean met =
        rule.comparison().holds(longRatio, begins) && rule.comparison().holds(shortRatio, begins);
    boolean longIs = isHigh(rule, longRatio, wasLong(was) ? ends : begins);
    boolean shortIs = isHigh(rule, shortRatio, wasShort(was) ? ends : begins);
    if (was.open()) {
      if (longIs && shortIs) {
        return become(was, State.FIRING, true, situation);
      }
      return settled(was, longIs, shortIs, Held.NOT, 0, situation);
    }
    if (!met) {
      return settled(was, longIs, shortIs, Held.NOT, 0, situation);
    }
    long metSince = was.metSinceMs() == 0 ? situation.nowMs() : was.metSinceMs();
    Held held = held(rule, seen, begins, metSince, situation);
    return held == Held.NOT
        ? opened(was, metSince, situation)
        : settled(was, longIs, shortIs, held, metSince, situation);
  }

  /** Whether the short window ran empty: silence is no recovery, however short it is. */
  private boolean endsUnseen(Reading seen) {
    return seen.shortCounts().total() == 0 && rules.noData().silence() != Silence.OK;
  }

  private Held held(
      BurnRule rule, Reading seen, double begins, long metSince, Situation situation) {
    if (situation.maintenance()) {
      return Held.MAINTENANCE;
    }
    if (situation.nowMs() - metSince < rule.after().toMillis()) {
      return Held.PENDING;
    }
    return rule.comparison().isUpwards() ? lowTraffic.check(seen.longCounts(), begins) : Held.NOT;
  }

  private RuleState withoutMuch(
      BurnRule rule, double begins, RuleState was, Reading seen, Situation situation) {
    Counts longs = seen.longCounts();
    Counts shorts = seen.shortCounts();
    if (!rule.comparison().isUpwards()) {
      return become(was, State.FROZEN, was.open(), situation);
    }
    if (was.open()) {
      double ends = end(rule.comparison(), begins);
      boolean mayHold =
          isHigh(rule, longs.badRatioAtWorst(), ends)
              && isHigh(rule, shorts.badRatioAtWorst(), ends);
      return become(was, mayHold ? State.FROZEN : State.OK, mayHold, situation);
    }
    boolean holds =
        isHigh(rule, longs.badRatioAtBest(), begins)
            && isHigh(rule, shorts.badRatioAtBest(), begins);
    if (!holds) {
      return become(was, State.FROZEN, false, situation);
    }
    long metSince = was.metSinceMs() == 0 ? situation.nowMs() : was.metSinceMs();
    return held(rule, seen, begins, metSince, situation) == Held.NOT
        ? opened(was, metSince, situation)
        : become(was, State.FROZEN, false, situation);
  }

  /** The threshold of an end: further from firing than the one of a begin. */
  private double end(Comparison comparison, double begins) {
    return comparison.isUpwards() ? begins * rules.resolveBelow() : begins / rules.resolveBelow();
  }

  private static boolean isHigh(BurnRule rule, double ratio, double threshold) {
    return rule.comparison().holds(ratio, threshold);
  }

  private static boolean wasLong(RuleState was) {
    return was.open() || was.state() == State.RECOVERING;
  }

  private static boolean wasShort(RuleState was) {
    return was.open() || was.state() == State.INCREASING;
  }

  private static RuleState opened(RuleState was, long metSince, Situation situation) {
    long now = situation.nowMs();
    return new RuleState(State.FIRING, now, true, now, metSince == 0 ? now : metSince, Held.NOT);
  }

  private static RuleState settled(
      RuleState was,
      boolean longIs,
      boolean shortIs,
      Held held,
      long metSince,
      Situation situation) {
    State state =
        shortIs || held != Held.NOT ? State.INCREASING : longIs ? State.RECOVERING : State.OK;
    return changed(was, state, false, held, metSince, situation);
  }

  /** The same alert, or none, in another state. */
  private static RuleState become(RuleState was, State state, boolean open, Situation situation) {
    return changed(was, state, open, Held.NOT, open ? was.metSinceMs() : 0, situation);
  }

  private static RuleState changed(
      RuleState was, State state, boolean open, Held held, long metSince, Situation situation) {
    long since = state == was.state() ? was.sinceMs() : situation.nowMs();
    RuleState is = new RuleState(state, since, open, open ? was.openedMs() : 0, metSince, held);
    return is.equals(was) ? was : is;
  }

  /** A notice: open from its threshold on, until clearly below. */
  RuleState notice(RuleState was, double value, double threshold, Situation situation) {
    boolean open = value >= (was.open() ? threshold * rules.resolveBelow() : threshold);
    if (open == was.open()) {
      return was;
    }
    long now = situation.nowMs();
    return open
        ? new RuleState(State.FIRING, now, true, now, now, Held.NOT)
        : new RuleState(State.OK, now, false, 0, 0, Held.NOT);
  }
}
