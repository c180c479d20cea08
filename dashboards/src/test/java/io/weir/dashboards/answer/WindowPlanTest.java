package io.weir.dashboards.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowPlanTest {
  private static TimeRange range(String from, String to) {
    return TimeRange.of(Instant.parse(from), Instant.parse(to));
  }

  @Test
  void readsTenSecondWindowsUpToAnHour() {
    WindowPlan plan = WindowPlan.of(range("2026-01-31T10:00:03Z", "2026-01-31T10:20:01Z"));

    assertThat(plan.range()).isEqualTo(range("2026-01-31T10:00:00Z", "2026-01-31T10:20:10Z"));
    assertThat(plan.scans())
        .extracting(WindowPlan.Scan::windowNs)
        .containsOnly(WindowPlan.TEN_SECONDS);
    assertThat(plan.windowNs()).isEqualTo(WindowPlan.TEN_SECONDS);
  }

  @Test
  void readsTheMiddleInMinutesAndTheEndsInTenSeconds() {
    WindowPlan plan = WindowPlan.of(range("2026-01-31T10:59:50Z", "2026-01-31T13:00:10Z"));

    assertThat(plan.scans().get(0))
        .isEqualTo(
            new WindowPlan.Scan(
                range("2026-01-31T10:59:50Z", "2026-01-31T11:00:00Z"), WindowPlan.TEN_SECONDS));
    assertThat(plan.scans().get(1).windowNs()).isEqualTo(WindowPlan.MINUTE);
    // The last two minutes may not be there in minutes yet.
    assertThat(plan.scans().get(plan.scans().size() - 1).range().from())
        .isEqualTo(Instant.parse("2026-01-31T12:58:00Z"));
  }

  @Test
  void readsHoursBeyondTwoDays() {
    WindowPlan plan = WindowPlan.of(range("2026-01-01T00:30:00Z", "2026-01-31T10:20:00Z"));

    assertThat(plan.windowNs()).isEqualTo(WindowPlan.HOUR);
    assertThat(plan.scans())
        .extracting(WindowPlan.Scan::windowNs)
        .contains(WindowPlan.HOUR, WindowPlan.MINUTE, WindowPlan.TEN_SECONDS);
  }

  @Test
  void readsNothingForAnEmptyRange() {
    assertThat(WindowPlan.of(new TimeRange(0, 0)).scans()).isEmpty();
  }

  @Test
  void coversEveryMomentExactlyOnce() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      long from = random.nextLong(Duration.ofDays(3000).toNanos());
      long length = (long) Math.pow(10, 8 + 8 * random.nextDouble());
      TimeRange asked = new TimeRange(from, from + length);
      WindowPlan plan = WindowPlan.of(asked);

      long next = plan.range().fromNs();
      for (WindowPlan.Scan scan : plan.scans()) {
        assertThat(scan.range().fromNs()).as("seed %d, %s", seed, asked).isEqualTo(next);
        assertThat(List.of(scan.range().fromNs(), scan.range().toNs()))
            .as("seed %d, %s: whole windows", seed, asked)
            .allMatch(ns -> ns % scan.windowNs() == 0);
        next = scan.range().toNs();
      }
      assertThat(next).as("seed %d, %s", seed, asked).isEqualTo(plan.range().toNs());
      assertThat(plan.range().fromNs()).isLessThanOrEqualTo(asked.fromNs());
      assertThat(plan.range().toNs()).isGreaterThanOrEqualTo(asked.toNs());
    }
  }

  /** 10:20 to 12:31:30 by the hour: the last one, which is not over, from what there is of it. */
  @Test
  void stepsBeginWholeAndEndWithTheRange() {
    Instant ten = Instant.parse("2026-01-31T10:00:00Z");
    WindowPlan plan =
        WindowPlan.ofSteps(
            TimeRange.of(ten.plusSeconds(1200), ten.plusSeconds(2 * 3600 + 1890)),
            Duration.ofHours(1));

    assertThat(plan.range().from()).isEqualTo(ten);
    assertThat(plan.range().to()).isEqualTo(ten.plusSeconds(2 * 3600 + 1890));
    assertThat(plan.scans())
        .extracting(scan -> scan.range().from() + " " + Duration.ofNanos(scan.windowNs()))
        .containsExactly(
            "2026-01-31T10:00:00Z PT1H", "2026-01-31T12:00:00Z PT1M", "2026-01-31T12:29:00Z PT10S");
  }
}
