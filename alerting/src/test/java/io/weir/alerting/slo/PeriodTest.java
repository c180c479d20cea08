package io.weir.alerting.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class PeriodTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  private static Period.Calendar calendar(String start, int amount, ChronoUnit unit, ZoneId zone) {
    return new Period.Calendar(LocalDateTime.parse(start), amount, unit, zone);
  }

  @Test
  void aRollingPeriodEndsNow() {
    Instant now = Instant.parse("2026-03-31T12:00:00Z");
    Period period = new Period.Rolling(Duration.ofDays(30));

    assertThat(period.start(now)).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(period.length(now)).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void monthsHaveTheirOwnLengths() {
    Period month = calendar("2026-01-01T00:00:00", 1, ChronoUnit.MONTHS, ZoneId.of("UTC"));

    assertThat(month.length(Instant.parse("2026-02-10T00:00:00Z"))).isEqualTo(Duration.ofDays(28));
    assertThat(month.start(Instant.parse("2026-03-01T00:00:00Z")))
        .as("the start belongs to the period that begins")
        .isEqualTo("2026-03-01T00:00:00Z");
    assertThat(month.start(Instant.parse("2026-02-28T23:59:59.999Z")))
        .isEqualTo("2026-02-01T00:00:00Z");
  }

  /** 8 March 2026: 02:00 becomes 03:00 in New York. 1 November: 02:00 becomes 01:00. */
  @Test
  void aDayInWhichClocksAreChangedHas23Or25Hours() {
    Period day = calendar("2026-01-01T00:00:00", 1, ChronoUnit.DAYS, NEW_YORK);

    assertThat(day.length(Instant.parse("2026-03-08T12:00:00Z"))).isEqualTo(Duration.ofHours(23));
    assertThat(day.start(Instant.parse("2026-03-09T03:59:59Z"))).isEqualTo("2026-03-08T05:00:00Z");
    assertThat(day.start(Instant.parse("2026-03-09T04:00:00Z"))).isEqualTo("2026-03-09T04:00:00Z");
    assertThat(day.length(Instant.parse("2026-11-01T12:00:00Z"))).isEqualTo(Duration.ofHours(25));
  }

  @Test
  void aWeekInWhichClocksAreChangedIsAnHourShort() {
    Period week = calendar("2026-01-05T00:00:00", 1, ChronoUnit.WEEKS, NEW_YORK);

    assertThat(week.length(Instant.parse("2026-03-08T12:00:00Z"))).isEqualTo(Duration.ofHours(167));
  }

  @Test
  void quartersAndYearsCountFromTheirStart() {
    Period quarter = calendar("2026-02-01T00:00:00", 3, ChronoUnit.MONTHS, ZoneId.of("UTC"));
    Period year = calendar("2024-02-29T00:00:00", 1, ChronoUnit.YEARS, ZoneId.of("UTC"));

    assertThat(quarter.start(Instant.parse("2026-07-31T00:00:00Z")))
        .isEqualTo("2026-05-01T00:00:00Z");
    assertThat(quarter.start(Instant.parse("2026-01-31T00:00:00Z")))
        .as("before the first")
        .isEqualTo("2025-11-01T00:00:00Z");
    assertThat(year.start(Instant.parse("2028-02-29T00:00:00Z"))).isEqualTo("2028-02-29T00:00:00Z");
    assertThat(year.start(Instant.parse("2027-02-28T00:00:00Z"))).isEqualTo("2027-02-28T00:00:00Z");
  }

  @Test
  void monthsThatBeginOnThe31stDoSoAgainAfterFebruary() {
    Period month = calendar("2026-01-31T00:00:00", 1, ChronoUnit.MONTHS, ZoneId.of("UTC"));

    assertThat(month.start(Instant.parse("2026-03-05T00:00:00Z")))
        .isEqualTo("2026-02-28T00:00:00Z");
    assertThat(month.end(Instant.parse("2026-03-05T00:00:00Z"))).isEqualTo("2026-03-31T00:00:00Z");
  }

  @Test
  void everyInstantIsInItsPeriod() {
    Period day = calendar("2026-01-01T02:30:00", 1, ChronoUnit.DAYS, ZoneId.of("Europe/Berlin"));
    Instant now = Instant.parse("2026-03-27T00:00:00Z");
    for (int i = 0; i < 4 * 96; i++) {
      assertThat(day.start(now)).isBeforeOrEqualTo(now);
      assertThat(day.end(now)).isAfter(now);
      assertThat(day.start(day.end(now))).as("no gap at %s", now).isEqualTo(day.end(now));
      now = now.plus(Duration.ofMinutes(15));
    }
  }

  @Test
  void refusesPeriodsThatAreNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Period.Rolling(Duration.ofMinutes(1)))
        .withMessageStartingWith("length: PT1M");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> calendar("2026-01-01T00:00:00", 0, ChronoUnit.DAYS, NEW_YORK));
  }
}
