package io.weir.alerting.burn;

import static io.weir.alerting.burn.Simulation.MONTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Comparison;
import io.weir.alerting.slo.Period;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SRE Workbook's way to several windows and burn rates: what each step before lacks. */
class WorkbookTest {
  private static final String TARGET = "0.999";
  private static final long MINUTE_MS = 60_000;

  private static BurnRule single(double factor, Duration window, Duration after) {
    return BurnRule.ofCondition("rule", "page", Comparison.GTE, factor, window, after);
  }

  /** 1: the error ratio of ten minutes. Fast, but it fires all day while the SLO is kept. */
  @Test
  void aPlainThresholdFiresOverAHundredTimesADayInsideTheSlo() {
    Simulation simulation =
        Simulation.of(TARGET, List.of(single(1, Duration.ofMinutes(10), Duration.ZERO)));
    simulation.warmUp(Duration.ofDays(1), 0);
    for (int i = 0; i < 139; i++) {
      // 0.1 % of ten minutes fails at once, then all is well for ten minutes and 20 s.
      simulation.run(Duration.ofSeconds(10), 0.06);
      simulation.run(Duration.ofSeconds(610), 0);
    }

    assertThat(simulation.fired("rule")).hasSize(139);
    assertThat(simulation.burn.budget().spentSoFar()).isLessThan(1);
  }

  /** 2: a window of 36 h. An outage of two minutes is told for a day and a half. */
  @Test
  void aLongWindowTakesAsLongToReset() {
    Simulation simulation =
        Simulation.of(TARGET, List.of(single(1, Duration.ofHours(36), Duration.ZERO)));
    simulation.warmUp(Duration.ofHours(36), 0);
    long begin = simulation.nowMs();
    simulation.run(Duration.ofSeconds(140), 1).run(Duration.ofHours(37), 0);

    assertThat(simulation.fired("rule")).hasSize(1);
    assertThat((simulation.fired("rule").get(0) - begin) / 1000.0)
        .as("5 % of the budget: 2.16 min")
        .isCloseTo(2.16 * 60, within(10.0));
    assertThat(simulation.resolved("rule").get(0) - begin)
        .isGreaterThan(Duration.ofHours(36).toMillis());
  }

  /** 3: for an hour. 140 % of the budget is gone before anybody hears of an outage. */
  @Test
  void aDurationDelaysTheWorstOutage() {
    Simulation simulation =
        Simulation.of(TARGET, List.of(single(1, Duration.ofMinutes(1), Duration.ofHours(1))));
    simulation.warmUp(MONTH, 0);
    long begin = simulation.nowMs();
    simulation.run(Duration.ofMinutes(61), 1);

    assertThat(simulation.fired("rule").get(0) - begin)
        .isBetween(60 * MINUTE_MS, 60 * MINUTE_MS + 20_000);
    assertThat(simulation.last("rule").budget().spent()).isCloseTo(1.39, within(0.01));
  }

  /** 3: and five minutes of outage in every ten never fire. */
  @Test
  void aDurationNeverSeesWhatComesAndGoes() {
    Simulation simulation =
        Simulation.of(TARGET, List.of(single(1, Duration.ofMinutes(1), Duration.ofHours(1))));
    for (int i = 0; i < 144; i++) {
      simulation.run(Duration.ofMinutes(5), 1).run(Duration.ofMinutes(5), 0);
    }

    assertThat(simulation.fired("rule")).isEmpty();
    assertThat(simulation.burn.budget().spentSoFar()).as("times the budget").isGreaterThan(400);
  }

  /** 4: one burn rate of 36 over 1 h. A steady 35 is never seen; the budget lasts 20.5 h. */
  @Test
  void aSingleBurnRateNeverSeesWhatIsJustBelow() {
    Simulation simulation =
        Simulation.of(TARGET, List.of(single(36, Duration.ofHours(1), Duration.ZERO)));
    simulation.warmUp(MONTH, 0).run(Duration.ofMinutes(20 * 60 + 34), 0.035);

    assertThat(simulation.fired("rule")).isEmpty();
    assertThat(simulation.burn.budget().spent()).isCloseTo(1, within(0.002));
  }

  /** 5: several burn rates. Nothing is missed, but a short outage is told for days. */
  @Test
  void severalBurnRatesResetLate() {
    List<BurnRule> rules =
        BurnRule.standard(MONTH).stream()
            .map(
                rule ->
                    new BurnRule(
                        rule.name(),
                        rule.severity(),
                        rule.longWindow(),
                        rule.longWindow(),
                        rule.comparison(),
                        rule.threshold(),
                        rule.after()))
            .toList();
    Simulation simulation = Simulation.of(TARGET, rules);
    simulation.warmUp(Duration.ofDays(3), 0).run(Duration.ofMinutes(5), 1);
    long end = simulation.nowMs();
    simulation.run(Duration.ofDays(3), 0);

    assertThat(simulation.resolved("page-1h").get(0) - end).isGreaterThan(54 * MINUTE_MS);
    assertThat(simulation.resolved("ticket-3d").get(0) - end)
        .isGreaterThan(Duration.ofHours(71).toMillis());
  }

  /** 6: and a short window. The same outage is over within minutes of its end. */
  @Test
  void aShortWindowResetsSoon() {
    Simulation simulation = Simulation.of(TARGET, BurnRule.standard(MONTH));
    simulation.warmUp(Duration.ofDays(3), 0).run(Duration.ofMinutes(5), 1);
    long end = simulation.nowMs();
    simulation.run(Duration.ofHours(7), 0);

    assertThat(simulation.resolved("page-1h").get(0) - end).isLessThanOrEqualTo(5 * MINUTE_MS);
    assertThat(simulation.resolved("ticket-3d").get(0) - end)
        .isLessThan(Duration.ofHours(6).toMillis());
    assertThat(simulation.changes.stream().filter(Transition::fires).map(Transition::rule))
        .as("one incident trips all four")
        .containsExactly("page-1h", "page-6h", "ticket-1d", "ticket-3d");
  }

  /** With the factors of the period each rule has spent its share of the budget when it fires. */
  @ParameterizedTest
  @ValueSource(ints = {7, 14, 28, 30, 90})
  void otherPeriodsSpendTheSameShare(int days) {
    Duration period = Duration.ofDays(days);
    Simulation simulation =
        new Simulation(
            Simulation.slo(
                TARGET, new Period.Rolling(period), Simulation.plain(BurnRule.standard(period))));
    simulation.warmUp(period, 0).run(Duration.ofHours(17), 0.05);
    double oneWindow = 10.0 * 0.05 / 0.001 / period.toSeconds();
    double[] shares = {0.02, 0.05, 0.1, 0.1};
    List<BurnRule> rules = BurnRule.standard(period);
    for (int i = 0; i < rules.size(); i++) {
      String rule = rules.get(i).name();
      if (rules.get(i).threshold() < 50) {
        assertThat(simulation.last(rule).fires()).as(rule).isTrue();
        assertThat(simulation.last(rule).budget().spent())
            .as("%s at its begin", rule)
            .isCloseTo(shares[i], within(shares[i] * 0.005 + oneWindow));
      }
    }
  }
}
