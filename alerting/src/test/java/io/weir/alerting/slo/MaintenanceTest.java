package io.weir.alerting.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaintenanceTest {
  private static TimeSpan span(String start, String end) {
    return new TimeSpan(Instant.parse(start), Instant.parse(end));
  }

  /** Every Sunday at 02:00 in Berlin, an hour; clocks go forward on 29 March 2026. */
  @Test
  void localTimesStayWhenClocksAreChanged() {
    Maintenance sundays =
        new Maintenance(
            List.of(),
            List.of(
                new Recurrence(
                    ZonedDateTime.parse("2026-03-22T04:00:00+01:00[Europe/Berlin]"),
                    Duration.ofHours(1),
                    "FREQ=WEEKLY;BYDAY=SU")));

    assertThat(sundays.within(span("2026-03-22T00:00:00Z", "2026-04-06T00:00:00Z")))
        .containsExactly(
            span("2026-03-22T03:00:00Z", "2026-03-22T04:00:00Z"),
            span("2026-03-29T02:00:00Z", "2026-03-29T03:00:00Z"),
            span("2026-04-05T02:00:00Z", "2026-04-05T03:00:00Z"));
  }

  @Test
  void aSpanThatBeganBeforeTheRangeIsPartOfIt() {
    Maintenance nightly =
        new Maintenance(
            List.of(),
            List.of(
                new Recurrence(
                    ZonedDateTime.parse("2020-01-01T22:00:00Z[UTC]"),
                    Duration.ofHours(4),
                    "FREQ=DAILY")));

    assertThat(nightly.within(span("2026-01-02T01:00:00Z", "2026-01-02T01:00:10Z")))
        .containsExactly(span("2026-01-01T22:00:00Z", "2026-01-02T02:00:00Z"));
    assertThat(nightly.within(span("2026-01-02T02:00:00Z", "2026-01-02T02:00:10Z"))).isEmpty();
  }

  @Test
  void rulesEnd() {
    Recurrence twice =
        new Recurrence(
            ZonedDateTime.parse("2026-01-01T00:00:00Z[UTC]"),
            Duration.ofMinutes(1),
            "FREQ=DAILY;COUNT=2");

    assertThat(
            new Maintenance(List.of(), List.of(twice))
                .within(span("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")))
        .hasSize(2);
  }

  @Test
  void singleAndRepeatedSpansAreInOrder() {
    Maintenance both =
        new Maintenance(
            List.of(span("2026-01-01T12:00:00Z", "2026-01-01T13:00:00Z")),
            List.of(
                new Recurrence(
                    ZonedDateTime.parse("2026-01-01T00:00:00Z[UTC]"),
                    Duration.ofMinutes(1),
                    "FREQ=DAILY")));

    assertThat(both.within(span("2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z")))
        .extracting(TimeSpan::start)
        .isSorted()
        .hasSize(3);
  }

  @Test
  void refusesARuleThatIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Recurrence(
                    ZonedDateTime.parse("2026-01-01T00:00:00Z[UTC]"),
                    Duration.ofHours(1),
                    "every sunday"))
        .withMessageContaining("RFC 5545");
  }
}
