package io.weir.alerting.burn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.alerting.slo.AlertRules;
import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Comparison;
import io.weir.alerting.slo.EmptySlices;
import io.weir.alerting.slo.Guard;
import io.weir.alerting.slo.Maintenance;
import io.weir.alerting.slo.NoDataPolicy;
import io.weir.alerting.slo.Period;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Budgets in slices of time, after OpenSLO's own worked examples. */
class SlicesTest {
  private static final Duration TWO_WEEKS = Duration.ofDays(14);
  private static final Duration SLICE = Duration.ofMinutes(1);

  private static Simulation simulation(String target, Duration period, BudgetMethod method) {
    AlertRules rules = new AlertRules(List.of(), List.of(100), Guard.NONE, NoDataPolicy.DEFAULT, 1);
    return new Simulation(
        Simulation.slo(target, new Period.Rolling(period), method, rules, Maintenance.NONE));
  }

  private static BudgetMethod timeslices(String sliceTarget, EmptySlices empty) {
    return new BudgetMethod.Timeslices(SLICE, new BigDecimal(sliceTarget), empty);
  }

  private static double hoursUntilEmpty(BudgetMethod method, long attackTraffic) {
    Simulation simulation = simulation("0.95", TWO_WEEKS, method);
    simulation.warmUp(TWO_WEEKS, 0.01);
    long begin = simulation.nowMs();
    simulation.traffic(attackTraffic).run(Duration.ofHours(20), 0.99);
    return (simulation.fired("budget-100").get(0) - begin) / 3_600_000.0;
  }

  /** A week of slices of 1 min, 99.95 %: 10,080 slices, of which 5.04 may be bad. */
  @Test
  void aWeekOfMinutesMayHaveFiveBadOnes() {
    Simulation simulation =
        simulation("0.9995", Duration.ofDays(7), timeslices("0.9", EmptySlices.GOOD));
    simulation.warmUp(Duration.ofDays(7), 0).run(Duration.ofMinutes(5), 0.11);
    // The tail of a week is on a grid of ten minutes.
    simulation.run(Duration.ofMinutes(5), 0);
    Budget budget = simulation.burn.budget();

    assertThat(budget.counts()).isEqualTo(new Counts(5 * Slices.SLICE, 10_080 * Slices.SLICE, 0));
    assertThat(budget.allowed() / Slices.SLICE).isCloseTo(5.04, within(1e-9));
    assertThat(simulation.changes).isEmpty();
    simulation.run(Duration.ofMinutes(1), 0.11);
    assertThat(simulation.fired("budget-100")).hasSize(1);
  }

  /** Two weeks at 95 %, steady 99 %, an attack leaves 1 %: a budget of 16 h 48 min. */
  @Test
  void timeslicesLastAsLongAsTheyDoWhateverTheTraffic() {
    BudgetMethod method = timeslices("0.95", EmptySlices.SKIP);

    assertThat(hoursUntilEmpty(method, 100_000)).isCloseTo(16.8, within(1 / 60.0));
    assertThat(hoursUntilEmpty(method, 1_000_000)).isCloseTo(16.8, within(1 / 60.0));
  }

  /** The same: (0.99 - 0.95) / 0.98 of two weeks, 13 h 43 min. */
  @Test
  void ratiosOfSlicesLastAsLongWhateverTheTraffic() {
    BudgetMethod method = new BudgetMethod.RatioTimeslices(SLICE, EmptySlices.SKIP);

    assertThat(hoursUntilEmpty(method, 100_000)).isCloseTo(336 * 0.04 / 0.98, within(1 / 60.0));
    assertThat(hoursUntilEmpty(method, 1_000_000)).isCloseTo(336 * 0.04 / 0.98, within(1 / 60.0));
  }

  /** The same in events: at fifty times the traffic it is gone in twenty minutes. */
  @Test
  void occurrencesGoWithTheTraffic() {
    BudgetMethod method = new BudgetMethod.Occurrences();

    assertThat(hoursUntilEmpty(method, 100_000)).isCloseTo(336 * 0.04 / 0.98, within(1 / 60.0));
    // 0.01 (336 - x) + 0.99 * 50 x = 0.05 (336 - x + 50 x)
    assertThat(hoursUntilEmpty(method, 5_000_000))
        .isCloseTo(336 * 0.04 / (0.94 * 50 + 0.04), within(2 / 60.0));
  }

  @ParameterizedTest
  @CsvSource({"GOOD, 0, 120", "BAD, 60, 120", "SKIP, 0, 60"})
  void emptySlicesCountAsThePolicySays(EmptySlices empty, int bad, int total) {
    Simulation simulation = simulation("0.99", Duration.ofDays(7), timeslices("0.9", empty));
    simulation.run(Duration.ofHours(1), 0).silence(Duration.ofHours(1));

    assertThat(simulation.burn.budget().counts())
        .isEqualTo(new Counts(bad * Slices.SLICE, total * Slices.SLICE, 0));
  }

  /** Nobody evaluated for two days. */
  @Test
  void slicesOfALongSilenceAreAllCounted() {
    Simulation simulation =
        simulation("0.99", Duration.ofDays(7), timeslices("0.9", EmptySlices.GOOD));
    simulation.run(Duration.ofHours(1), 0);
    simulation.burn.evaluate(simulation.nowMs() + Duration.ofDays(2).toMillis(), change -> {});

    assertThat(simulation.burn.budget().counts())
        .isEqualTo(new Counts(0, 49 * 60 * Slices.SLICE, 0));
  }

  @Test
  void aSliceCountsWhenItIsOver_andLateEventsTurnItAround() {
    Simulation simulation =
        simulation("0.99", Duration.ofDays(7), timeslices("0.9", EmptySlices.SKIP));
    simulation.run(Duration.ofSeconds(50), 1);
    assertThat(simulation.burn.budget().counts()).isEqualTo(Counts.NONE);

    simulation.run(Duration.ofSeconds(70), 1);
    long first = Simulation.START.toEpochMilli();
    assertThat(simulation.burn.budget().counts().bad()).isEqualTo(2 * Slices.SLICE);
    simulation.burn.add(first, 5_400_000, 5_400_000, 0);
    assertThat(simulation.burn.budget().counts())
        .as("90 % of the first minute were good after all")
        .isEqualTo(new Counts(Slices.SLICE, 2 * Slices.SLICE, 0));
    simulation.burn.add(first, -1, 0, 0);
    assertThat(simulation.burn.budget().counts().bad()).isEqualTo(2 * Slices.SLICE);
  }

  /** A burn rule over slices: three bad minutes of an hour are 5 %, a burn rate of 5. */
  @Test
  void burnRulesCountSlices() {
    BurnRule rule =
        BurnRule.ofCondition("page", "page", Comparison.GTE, 5, Duration.ofHours(1), Duration.ZERO);
    Simulation simulation =
        new Simulation(
            Simulation.slo(
                "0.99",
                new Period.Rolling(Duration.ofDays(7)),
                timeslices("0.9", EmptySlices.SKIP),
                AlertRules.of(List.of(rule)),
                Maintenance.NONE));
    simulation.run(Duration.ofHours(1), 0).run(Duration.ofMinutes(2), 1);
    assertThat(simulation.fired("page")).isEmpty();
    simulation.run(Duration.ofMinutes(1), 1);

    assertThat(simulation.fired("page")).hasSize(1);
  }
}
