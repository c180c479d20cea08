package io.weir.alerting.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.EmptySlices;
import io.weir.alerting.slo.Maintenance;
import io.weir.alerting.slo.Period;
import io.weir.alerting.slo.TimeSpan;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which windows are read: the standard rules over thirty days, seen at 12:00 on the 31st. */
class PastPlanTest {
  private static final Instant HEAD = Instant.parse("2026-01-31T12:00:00Z");
  private static final Duration LATENESS = Duration.ofHours(1);

  private static Reach reach(PastSlos slo) {
    return Reach.of(slo.build(), HEAD.toEpochMilli(), HEAD.minus(LATENESS).toEpochMilli(), 0);
  }

  private static List<String> plan(String firstAt, PastSlos... slos) {
    return PastPlan.of(
            List.of(slos).stream().map(PastPlanTest::reach).toList(),
            Instant.parse(firstAt).toEpochMilli(),
            HEAD.plus(LATENESS).toEpochMilli())
        .stream()
        .map(PastPlanTest::text)
        .toList();
  }

  private static String text(Stretch stretch) {
    return Instant.ofEpochMilli(stretch.fromMs())
        + " to "
        + Instant.ofEpochMilli(stretch.toMs())
        + " in "
        + Duration.ofMillis(stretch.lengthMs());
  }

  @Test
  void theOlderTheLonger() {
    assertThat(plan("2020-01-01T00:00:00Z", PastSlos.standard()))
        .containsExactly(
            // A day and an hour more than the period: whether there was anything before.
            "2025-12-31T11:00:00Z to 2026-01-28T12:00:00Z in PT1H",
            "2026-01-28T12:00:00Z to 2026-01-31T06:00:00Z in PT1M",
            "2026-01-31T06:00:00Z to 2026-01-31T13:00:00Z in PT10S");
  }

  /** And of its first hour the exact time at which it began. */
  @Test
  void nothingBeforeTheArchiveBegan() {
    assertThat(plan("2026-01-31T02:20:00Z", PastSlos.standard()))
        .containsExactly(
            "2026-01-31T02:00:00Z to 2026-01-31T03:00:00Z in PT10S",
            "2026-01-31T03:00:00Z to 2026-01-31T06:00:00Z in PT1M",
            "2026-01-31T06:00:00Z to 2026-01-31T13:00:00Z in PT10S");
  }

  /** Half an hour on the 10th, and on the 12th one that begins in the middle of a minute. */
  @Test
  void whereMaintenanceBeginsOrEndsInAnHourItIsReadMoreFinely() {
    Maintenance maintenance =
        new Maintenance(
            List.of(
                new TimeSpan(
                    Instant.parse("2026-01-10T03:00:00Z"), Instant.parse("2026-01-10T04:30:00Z")),
                new TimeSpan(
                    Instant.parse("2026-01-12T03:00:30Z"), Instant.parse("2026-01-12T04:00:00Z"))),
            List.of());

    assertThat(
            plan("2020-01-01T00:00:00Z", PastSlos.standard().maintenance(maintenance))
                .subList(0, 4))
        .containsExactly(
            "2025-12-31T11:00:00Z to 2026-01-10T04:00:00Z in PT1H",
            "2026-01-10T04:00:00Z to 2026-01-10T05:00:00Z in PT1M",
            "2026-01-10T05:00:00Z to 2026-01-12T03:00:00Z in PT1H",
            "2026-01-12T03:00:00Z to 2026-01-12T04:00:00Z in PT10S");
  }

  /** Midnight in Kolkata is half past six in the evening. */
  @Test
  void aPeriodMayBeginInTheMiddleOfAnHour() {
    Period months =
        new Period.Calendar(
            LocalDateTime.parse("2026-01-01T00:00:00"),
            1,
            ChronoUnit.MONTHS,
            ZoneId.of("Asia/Kolkata"));

    assertThat(plan("2020-01-01T00:00:00Z", PastSlos.standard().period(months)).subList(0, 3))
        .containsExactly(
            "2025-12-30T18:00:00Z to 2025-12-31T18:00:00Z in PT1H",
            "2025-12-31T18:00:00Z to 2025-12-31T19:00:00Z in PT1M",
            "2025-12-31T19:00:00Z to 2026-01-28T12:00:00Z in PT1H");
  }

  @Test
  void noWindowIsLongerThanASlice() {
    BudgetMethod minutes =
        new BudgetMethod.Timeslices(Duration.ofMinutes(5), BigDecimal.ONE, EmptySlices.GOOD);
    BudgetMethod odd = new BudgetMethod.RatioTimeslices(Duration.ofSeconds(90), EmptySlices.SKIP);

    assertThat(plan("2020-01-01T00:00:00Z", PastSlos.standard().method(minutes)))
        .startsWith("2025-12-31T11:00:00Z to 2026-01-31T06:00:00Z in PT1M");
    assertThat(plan("2026-01-20T00:00:00Z", PastSlos.standard().method(odd)))
        .containsExactly("2026-01-20T00:00:00Z to 2026-01-31T13:00:00Z in PT10S");
  }

  @Test
  void ofSeveralTheOneThatNeedsItMostFinely() {
    PastSlos hour = PastSlos.standard().period(new Period.Rolling(Duration.ofDays(14)));

    assertThat(plan("2020-01-01T00:00:00Z", PastSlos.standard(), hour))
        .containsExactly(
            "2025-12-31T11:00:00Z to 2026-01-17T12:00:00Z in PT1H",
            "2026-01-17T12:00:00Z to 2026-01-31T06:00:00Z in PT1M",
            "2026-01-31T06:00:00Z to 2026-01-31T13:00:00Z in PT10S");
  }
}
