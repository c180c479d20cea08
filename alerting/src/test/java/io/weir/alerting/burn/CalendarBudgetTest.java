package io.weir.alerting.burn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.alerting.slo.AlertRules;
import io.weir.alerting.slo.Guard;
import io.weir.alerting.slo.NoDataPolicy;
import io.weir.alerting.slo.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Budgets that begin anew at midnight in New York; on 8 March 2026 clocks go forward. */
class CalendarBudgetTest {
  private static final Instant SATURDAY = Instant.parse("2026-03-07T05:00:00Z");
  private static final Instant SUNDAY = Instant.parse("2026-03-08T05:00:00Z");
  private static final Instant MONDAY = Instant.parse("2026-03-09T04:00:00Z");
  private static final long STEP = CountSeries.BASE_MS;

  private final SloBurn burn =
      new SloBurn(
          Simulation.slo(
              "0.99",
              new Period.Calendar(
                  LocalDateTime.parse("2026-01-01T00:00:00"),
                  1,
                  ChronoUnit.DAYS,
                  ZoneId.of("America/New_York")),
              new AlertRules(List.of(), List.of(50), Guard.NONE, NoDataPolicy.DEFAULT, 1)),
          Journal.NONE);

  private void run(Instant from, Instant to, long bad) {
    for (long time = from.toEpochMilli(); time < to.toEpochMilli(); time += STEP) {
      burn.add(time, 100 - bad, 100, 0);
      burn.evaluate(time + STEP, change -> {});
    }
  }

  @Test
  void aDayOf23HoursIsAWholePeriod() {
    run(SATURDAY, SUNDAY, 1);
    assertThat(burn.budget().spent()).as("24 h at the target").isCloseTo(1, within(1e-9));
    run(SUNDAY, MONDAY, 0);

    Budget sunday = burn.budget();
    assertThat(sunday.startMs()).isEqualTo(SUNDAY.toEpochMilli());
    assertThat(sunday.lengthMs()).isEqualTo(Duration.ofHours(23).toMillis());
    assertThat(sunday.counts()).isEqualTo(new Counts(0, 23 * 360 * 100, 0));

    run(MONDAY, MONDAY.plusSeconds(10), 0);
    assertThat(burn.budget().counts().total()).isEqualTo(100);
  }

  /** Six hours into the day: a quarter of its budget at most could have been earned. */
  @Test
  void aPeriodThatHasBegunIsJudgedByTheTrafficOfAWholeOne() {
    run(SATURDAY, SATURDAY.plus(Duration.ofHours(6)), 2);

    assertThat(burn.budget().spentSoFar()).isCloseTo(2, within(1e-9));
    assertThat(burn.budget().spent()).isCloseTo(0.5, within(1e-9));
    assertThat(burn.state("budget-50").open()).isTrue();

    run(SATURDAY.plus(Duration.ofHours(6)), SUNDAY.plusSeconds(3600), 0);
    assertThat(burn.state("budget-50").open()).as("the next period is whole").isFalse();
  }

  @Test
  void lateCountsOfThePeriodBeforeChangeNothingNow() {
    run(SUNDAY, SUNDAY.plus(Duration.ofMinutes(5)), 0);
    burn.add(SUNDAY.toEpochMilli() - STEP, 0, 100, 0);
    burn.add(SUNDAY.toEpochMilli(), -1, 0, 0);

    assertThat(burn.budget().counts()).isEqualTo(new Counts(1, 30 * 100, 0));
  }
}
