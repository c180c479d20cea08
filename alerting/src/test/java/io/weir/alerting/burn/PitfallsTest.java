package io.weir.alerting.burn;

import static io.weir.alerting.burn.Simulation.MONTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.alerting.slo.AlertRules;
import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Comparison;
import io.weir.alerting.slo.Guard;
import io.weir.alerting.slo.Maintenance;
import io.weir.alerting.slo.NoDataPolicy;
import io.weir.alerting.slo.NoDataPolicy.Silence;
import io.weir.alerting.slo.Period;
import io.weir.alerting.slo.Slo;
import io.weir.alerting.slo.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What burn-rate alerts are known to get wrong. */
class PitfallsTest {
  private static final BurnRule PAGE =
      BurnRule.ofFactor("page", 14.4, Duration.ofHours(1), Duration.ofMinutes(5));
  private static final Period ROLLING = new Period.Rolling(MONTH);
  private static final NoDataPolicy PATIENT =
      new NoDataPolicy(Silence.FREEZE, Duration.ofHours(2), 0.5);

  private static Simulation of(AlertRules rules) {
    return new Simulation(Simulation.slo("0.999", ROLLING, rules));
  }

  private static AlertRules rules(Guard guard, NoDataPolicy noData, double resolveBelow) {
    return new AlertRules(List.of(PAGE), List.of(), guard, noData, resolveBelow);
  }

  /** Ten requests an hour, one fails: burn rate 100, 13.9 % of a budget of seven events. */
  private static Simulation oneFailureAtNight(Guard guard) {
    Simulation simulation = of(rules(guard, PATIENT, 0.9));
    for (int i = 0; i < 10 * 24; i++) {
      simulation.step(0, 1, 0);
      simulation.silence(Duration.ofSeconds(350));
    }
    simulation.step(1, 1, 0);
    return simulation;
  }

  @Test
  void oneFailureOfTenRequestsPagesWithoutAGuard() {
    Simulation simulation = oneFailureAtNight(Guard.NONE);

    assertThat(simulation.fired("page-1h")).hasSize(1);
    assertThat(simulation.last("page-1h").reading().longRate()).isCloseTo(100, within(10.0));
  }

  @Test
  void aGuardHoldsItBackAndSaysWhy() {
    Simulation simulation = oneFailureAtNight(Guard.DEFAULT);

    assertThat(simulation.fired("page-1h")).isEmpty();
    assertThat(simulation.last("page-1h").to().state()).isEqualTo(State.INCREASING);
    assertThat(simulation.last("page-1h").heldBack()).isEqualTo("1 bad events (minimum 3)");
  }

  /** Three failures of 150 are 2 %: above 1.44 %, but chance brings that often enough. */
  @Test
  void aBoundOnTheTrueRatioHoldsBackWhatMayBeChance() {
    Simulation simulation = of(rules(new Guard(3, 0, 0.95), PATIENT, 0.9));
    simulation.traffic(1).run(Duration.ofSeconds(1470), 0);
    simulation.step(3, 3, 0);

    assertThat(simulation.fired("page-1h")).isEmpty();
    assertThat(simulation.last("page-1h").to().held()).isEqualTo(Held.CONFIDENCE);
    assertThat(simulation.last("page-1h").heldBack())
        .startsWith("3 bad of 150: the true bad ratio may be as low as 0.802 %")
        .endsWith("(95 % sure), below 1.44 %");

    simulation.step(5, 5, 0);
    assertThat(simulation.fired("page-1h")).as("eight of 155 are none").hasSize(1);
  }

  @Test
  void aMinimumOfEventsHoldsBack() {
    Simulation simulation = of(rules(new Guard(0, 100, 0), PATIENT, 0.9));
    simulation.step(50, 99, 0);
    assertThat(simulation.last("page-1h").heldBack()).isEqualTo("99 events (minimum 100)");

    simulation.step(1, 1, 0);
    assertThat(simulation.fired("page-1h")).hasSize(1);
  }

  /** Guards must not cost time where there is traffic. */
  @Test
  void aGuardDoesNotDelayUnderTraffic() {
    Simulation simulation = of(rules(Guard.DEFAULT, NoDataPolicy.DEFAULT, 0.9));
    simulation.warmUp(Duration.ofHours(2), 0);
    long begin = simulation.nowMs();
    simulation.run(Duration.ofMinutes(2), 1);

    assertThat(simulation.fired("page-1h").get(0) - begin).isEqualTo(60_000);
  }

  @Test
  void nothingCounted_isNoData_andAnOpenAlertFreezes() {
    Simulation simulation = of(rules(Guard.NONE, NoDataPolicy.DEFAULT, 0.9));
    simulation.run(Duration.ofHours(1), 0).silence(Duration.ofMinutes(9));
    assertThat(simulation.burn.state("page-1h").state()).isEqualTo(State.OK);
    simulation.silence(Duration.ofMinutes(2));
    assertThat(simulation.burn.state("page-1h").state()).isEqualTo(State.NO_DATA);

    simulation.run(Duration.ofMinutes(20), 1).silence(Duration.ofHours(12));
    assertThat(simulation.burn.state("page-1h").state()).isEqualTo(State.FROZEN);
    assertThat(simulation.resolved("page-1h")).as("silence is no recovery").isEmpty();

    simulation.run(Duration.ofMinutes(5), 0);
    assertThat(simulation.resolved("page-1h")).as("good traffic is").hasSize(1);
    assertThat(simulation.fired("page-1h")).hasSize(1);
  }

  @Test
  void silenceCanBeAnAlertOfItsOwn() {
    NoDataPolicy alert = new NoDataPolicy(Silence.ALERT, Duration.ofMinutes(5), 0.5);
    Simulation simulation = of(rules(Guard.NONE, alert, 0.9));
    simulation.run(Duration.ofHours(1), 0);
    long end = simulation.nowMs();
    simulation.silence(Duration.ofMinutes(6)).run(Duration.ofSeconds(10), 0);

    assertThat(simulation.fired(SloBurn.NO_DATA)).containsExactly(end + 300_000);
    assertThat(simulation.resolved(SloBurn.NO_DATA)).containsExactly(end + 370_000);
  }

  @Test
  void silenceCanBeNoHarm() {
    NoDataPolicy ok = new NoDataPolicy(Silence.OK, Duration.ofMinutes(5), 0.5);
    Simulation simulation = of(rules(Guard.NONE, ok, 0.9));
    simulation.run(Duration.ofMinutes(10), 1);
    long end = simulation.nowMs();
    simulation.silence(Duration.ofHours(2));

    assertThat(simulation.resolved("page-1h")).containsExactly(end + 300_000);
  }

  /** Most events are lost; of those that came none is bad. Nobody knows, so nothing ends. */
  @Test
  void lossFreezesAnOpenAlert() {
    Simulation simulation = of(rules(Guard.NONE, NoDataPolicy.DEFAULT, 0.9));
    simulation.run(Duration.ofMinutes(10), 0.5);
    for (int i = 0; i < 60; i++) {
      simulation.step(0, 1_000, 99_000);
    }
    assertThat(simulation.burn.state("page-1h").state()).isEqualTo(State.FROZEN);
    assertThat(simulation.burn.state("page-1h").open()).isTrue();

    simulation.run(Duration.ofMinutes(6), 0);
    assertThat(simulation.resolved("page-1h")).hasSize(1);
  }

  /** The loss is another node's: even if all of it was good, this service is down. */
  @Test
  void lossDoesNotHideAnOutageThatItCannotExplain() {
    Simulation simulation = of(rules(Guard.NONE, NoDataPolicy.DEFAULT, 0.9));
    simulation.traffic(1_000).run(Duration.ofHours(1), 0);
    for (int i = 0; i < 60; i++) {
      simulation.step(1_000, 1_000, 4_000);
    }

    assertThat(simulation.fired("page-1h")).hasSize(1);
  }

  @Test
  void lossThatCouldExplainItKeepsARuleFrozen() {
    Simulation simulation = of(rules(Guard.NONE, NoDataPolicy.DEFAULT, 0.9));
    simulation.traffic(1_000).run(Duration.ofHours(1), 0);
    for (int i = 0; i < 60; i++) {
      simulation.step(20, 1_000, 4_000);
    }

    assertThat(simulation.fired("page-1h")).isEmpty();
    assertThat(simulation.burn.state("page-1h").state()).isEqualTo(State.FROZEN);
  }

  /** 1.50 % and 1.38 % by turns, around 1.44 %. */
  @Test
  void hysteresisKeepsAnAlertFromFlapping() {
    Simulation flapping = of(rules(Guard.NONE, NoDataPolicy.DEFAULT, 1));
    Simulation steady = of(rules(Guard.NONE, NoDataPolicy.DEFAULT, 0.9));
    for (Simulation simulation : List.of(flapping, steady)) {
      simulation.warmUp(Duration.ofHours(1), 0.0145);
      for (int i = 0; i < 12; i++) {
        simulation.run(Duration.ofMinutes(10), 0.0138).run(Duration.ofMinutes(10), 0.0152);
      }
    }

    assertThat(flapping.fired("page-1h").size()).isGreaterThan(5);
    assertThat(steady.fired("page-1h")).hasSize(1);
  }

  /** The workbook's states: rising, firing, past its worst, over. */
  @Test
  void statesTellTheStory() {
    Simulation simulation = of(rules(Guard.NONE, NoDataPolicy.DEFAULT, 0.9));
    simulation.warmUp(Duration.ofHours(1), 0);
    simulation.run(Duration.ofMinutes(20), 0.1).run(Duration.ofHours(1), 0);

    assertThat(simulation.changes.stream().map(change -> change.to().state()))
        .containsExactly(State.INCREASING, State.FIRING, State.RECOVERING, State.OK);
  }

  @Test
  void aWindowThatReachesBackBeforeTheFirstCountIsPartial() {
    Simulation simulation = of(rules(Guard.NONE, NoDataPolicy.DEFAULT, 0.9));
    simulation.run(Duration.ofMinutes(30), 1);
    assertThat(simulation.last("page-1h").reading().partial()).isTrue();
    assertThat(simulation.last("page-1h").budget().partial()).isTrue();

    simulation.run(Duration.ofMinutes(31), 0);
    assertThat(simulation.burn.reading(0).partial()).isFalse();
  }

  /** One failure of ten in the first minute is not the budget of a month. */
  @Test
  void aYoungBudgetIsJudgedByTheTrafficOfAWholePeriod() {
    AlertRules notices =
        new AlertRules(List.of(), AlertRules.NOTICES, Guard.NONE, NoDataPolicy.DEFAULT, 0.9);
    Simulation simulation = of(notices);
    for (int i = 0; i < 10; i++) {
      simulation.step(i == 5 ? 1 : 0, 1, 0);
    }
    Budget budget = simulation.burn.budget();

    assertThat(simulation.changes).isEmpty();
    assertThat(budget.spentSoFar()).isCloseTo(100, within(1e-9));
    assertThat(budget.totalExpected()).isCloseTo(259_200, within(400.0));
    assertThat(budget.spent()).isCloseTo(1 / 259.2, within(1e-4));
    assertThat(budget.badLeft()).isCloseTo(258.2, within(0.5));
  }

  /** When the budget is gone burn rules fall silent; the notices do not. */
  @Test
  void budgetsAreToldAtTheirMarks() {
    AlertRules notices =
        new AlertRules(List.of(PAGE), AlertRules.NOTICES, Guard.NONE, NoDataPolicy.DEFAULT, 0.9);
    Simulation simulation = of(notices);
    simulation.warmUp(MONTH, 0);
    // Burn rate 10 empties a month's budget in three days, and pages nobody.
    long begin = simulation.nowMs();
    simulation.run(Duration.ofHours(73), 0.01);

    assertThat(simulation.changes.stream().filter(Transition::fires).map(Transition::rule))
        .containsExactly("budget-50", "budget-75", "budget-90", "budget-100");
    assertThat(simulation.fired("budget-50").get(0) - begin)
        .isCloseTo(Duration.ofHours(36).toMillis(), within(120_000L));
    assertThat(simulation.burn.budget().badLeft()).isNegative();
    assertThat(simulation.burn.budget().exhaustedIn(10)).contains(Duration.ZERO);

    simulation.warmUp(Duration.ofDays(27), 0).warmUp(Duration.ofDays(2), 0);
    assertThat(simulation.resolved("budget-100")).as("as bad days leave the period").hasSize(1);
  }

  @Test
  void theTimeToExhaustionFollowsTheBurnRate() {
    Simulation simulation = of(rules(Guard.NONE, NoDataPolicy.DEFAULT, 1));
    simulation.warmUp(MONTH, 0);

    assertThat(simulation.burn.budget().exhaustedIn(14.4)).contains(Duration.ofHours(50));
    assertThat(simulation.burn.budget().exhaustedIn(1000).orElseThrow().toMinutes()).isEqualTo(43);
    assertThat(simulation.burn.budget().exhaustedIn(0)).isEmpty();
  }

  /** 13:00 to 14:00 everything fails on purpose. */
  @Test
  void maintenanceIsInNoSumAndFiresNothing() {
    Instant start = Simulation.START.plus(Duration.ofHours(13));
    Maintenance maintenance =
        new Maintenance(List.of(new TimeSpan(start, start.plus(Duration.ofHours(1)))), List.of());
    Slo slo =
        Simulation.slo(
            "0.999",
            ROLLING,
            new BudgetMethod.Occurrences(),
            rules(Guard.NONE, PATIENT, 1),
            maintenance);
    Simulation simulation = new Simulation(slo);
    simulation.run(Duration.ofHours(13), 0).run(Duration.ofHours(1), 1);
    assertThat(simulation.burn.budget().counts().total()).isEqualTo(13 * 360 * 100_000L);
    simulation.run(Duration.ofHours(1), 0);

    assertThat(simulation.changes).isEmpty();
    assertThat(simulation.burn.budget().counts()).isEqualTo(new Counts(0, 14 * 360 * 100_000L, 0));
  }

  /** What was bad just before it begins must not page in it, but right after. */
  @Test
  void maintenanceHoldsBackWhatBeganBefore() {
    Instant start = Simulation.START.plus(Duration.ofHours(2));
    Maintenance maintenance =
        new Maintenance(List.of(new TimeSpan(start, start.plus(Duration.ofMinutes(2)))), List.of());
    Simulation simulation =
        new Simulation(
            Simulation.slo(
                "0.999",
                ROLLING,
                new BudgetMethod.Occurrences(),
                rules(Guard.NONE, PATIENT, 1),
                maintenance));
    // 0.72 % of the hour: half of what fires. In maintenance the hour is shorter by 2 min.
    simulation.run(Duration.ofMinutes(119), 0).run(Duration.ofMinutes(1), 0.85);
    assertThat(simulation.fired("page-1h")).isEmpty();
    simulation.run(Duration.ofMinutes(2), 1);
    assertThat(simulation.fired("page-1h")).isEmpty();
    simulation.run(Duration.ofSeconds(10), 1);
    assertThat(simulation.fired("page-1h")).hasSize(1);
  }

  @Test
  void aRuleOfOneWindowTakesItsComparisonLiterally() {
    BurnRule lte =
        BurnRule.ofCondition(
            "idle", "ticket", Comparison.LTE, 0.5, Duration.ofMinutes(5), Duration.ofMinutes(1));
    Simulation simulation = of(Simulation.plain(List.of(lte)));
    simulation.run(Duration.ofMinutes(10), 0.01);
    assertThat(simulation.fired("idle")).isEmpty();
    simulation.run(Duration.ofMinutes(7), 0);

    assertThat(simulation.fired("idle")).hasSize(1);
  }
}
