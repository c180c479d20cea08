package io.weir.alerting.burn;

import io.weir.alerting.slo.AlertRules;
import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Guard;
import io.weir.alerting.slo.IndicatorSelector;
import io.weir.alerting.slo.Maintenance;
import io.weir.alerting.slo.NoDataPolicy;
import io.weir.alerting.slo.Objective;
import io.weir.alerting.slo.Period;
import io.weir.alerting.slo.Slo;
import io.weir.alerting.slo.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One objective in simulated time: traffic of a given error ratio, window after window. */
final class Simulation {
  static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  static final Duration MONTH = Duration.ofDays(30);
  private static final long STEP_MS = 10_000;

  final List<Transition> changes = new ArrayList<>();
  final SloBurn burn;
  private long perStep = 100_000;
  private long now = START.toEpochMilli();

  Simulation(Slo slo) {
    this.burn = new SloBurn(slo, Journal.NONE);
  }

  /** Plain rules: no guard, no hysteresis, no notices. */
  static AlertRules plain(List<BurnRule> burn) {
    return new AlertRules(burn, List.of(), Guard.NONE, NoDataPolicy.DEFAULT, 1);
  }

  static Slo slo(String target, Period period, AlertRules rules) {
    return slo(target, period, new BudgetMethod.Occurrences(), rules, Maintenance.NONE);
  }

  static Slo slo(
      String target,
      Period period,
      BudgetMethod method,
      AlertRules rules,
      Maintenance maintenance) {
    return new Slo(
        "checkout",
        "checkout",
        Map.of(),
        IndicatorSelector.ofService("http-availability", "*/*/*/checkout"),
        new Objective(Target.of(target), method, period),
        rules,
        maintenance,
        Instant.EPOCH);
  }

  static Simulation of(String target, List<BurnRule> rules) {
    return new Simulation(slo(target, new Period.Rolling(MONTH), plain(rules)));
  }

  Simulation traffic(long eventsPerStep) {
    perStep = eventsPerStep;
    return this;
  }

  /** Traffic of which {@code badRatio} fails, evaluated every ten seconds. */
  Simulation run(Duration duration, double badRatio) {
    for (long end = now + duration.toMillis(); now < end; ) {
      step(Math.round(perStep * badRatio), perStep, 0);
    }
    return this;
  }

  /** The same, evaluated every ten minutes: for the time before the story. */
  Simulation warmUp(Duration duration, double badRatio) {
    for (long end = now + duration.toMillis(); now < end; now += STEP_MS) {
      long bad = Math.round(perStep * badRatio);
      burn.add(now, perStep - bad, perStep, 0);
      if (now % 600_000 == 0) {
        burn.evaluate(now + STEP_MS, changes::add);
      }
    }
    burn.evaluate(now, changes::add);
    return this;
  }

  /** Nothing comes; time passes. */
  Simulation silence(Duration duration) {
    for (long end = now + duration.toMillis(); now < end; ) {
      now += STEP_MS;
      burn.evaluate(now, changes::add);
    }
    return this;
  }

  void step(long bad, long total, long lost) {
    burn.add(now, total - bad, total, lost);
    now += STEP_MS;
    burn.evaluate(now, changes::add);
  }

  long nowMs() {
    return now;
  }

  /** Times at which a rule fired. */
  List<Long> fired(String rule) {
    return changes.stream()
        .filter(change -> change.rule().equals(rule) && change.fires())
        .map(Transition::atMs)
        .toList();
  }

  /** Times at which its alerts ended. */
  List<Long> resolved(String rule) {
    return changes.stream()
        .filter(change -> change.rule().equals(rule) && change.resolves())
        .map(Transition::atMs)
        .toList();
  }

  Transition last(String rule) {
    return changes.stream()
        .filter(change -> change.rule().equals(rule))
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
