package io.weir.cli.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.series.v1.SliWindow;
import io.weir.series.v1.Window;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ColumnsTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private static SliWindow window(Instant start, long bad, long total, long lost) {
    return SliWindow.newBuilder()
        .setWindow(Window.newBuilder().setStartNs(start.getEpochSecond() * 1_000_000_000L))
        .setGood(total - bad)
        .setTotal(total)
        .setLost(lost)
        .build();
  }

  @Test
  void columnsAreAsLongAsTheRangeNeedsAndWindowsAsLongAsTheyFit() {
    Columns sixHours = Columns.of(NOON.minus(Duration.ofHours(6)), NOON.plusSeconds(130), 90);
    assertThat(sixHours.length()).isEqualTo(Duration.ofMinutes(5));
    assertThat(sixHours.step()).isEqualTo(Duration.ofMinutes(1));
    assertThat(sixHours.size()).isEqualTo(73);
    assertThat(sixHours.start(0)).isEqualTo(NOON.minus(Duration.ofHours(6)));
    assertThat(sixHours.start(72)).as("the one that is not over").isEqualTo(NOON);

    Columns minutes = Columns.of(NOON.minusSeconds(905), NOON, 90);
    assertThat(minutes.length()).isEqualTo(Duration.ofSeconds(20));
    assertThat(minutes.step()).isEqualTo(Duration.ofSeconds(10));
    assertThat(minutes.size()).isEqualTo(46);

    Columns month = Columns.of(NOON.minus(Duration.ofDays(30)), NOON, 90);
    assertThat(month.length()).isEqualTo(Duration.ofHours(12));
    assertThat(month.step()).isEqualTo(Duration.ofHours(1));

    assertThat(Columns.of(NOON.minus(Duration.ofDays(366)), NOON, 90).length())
        .isEqualTo(Duration.ofDays(5));
  }

  @Test
  void seriesAddUpAndTheirLossDoesNot() {
    Columns columns = Columns.of(NOON, NOON.plus(Duration.ofMinutes(10)), 11);
    columns.add(window(NOON.minusSeconds(60), 9, 9, 9));
    columns.add(window(NOON, 1, 10, 5));
    columns.add(window(NOON, 2, 20, 7));
    columns.add(window(NOON.plusSeconds(60), 0, 10, 1));
    columns.add(window(NOON.plus(Duration.ofMinutes(10)), 9, 9, 9));

    assertThat(columns.size()).isEqualTo(10);
    assertThat(columns.bad(0)).isEqualTo(3);
    assertThat(columns.total(0)).isEqualTo(30);
    assertThat(columns.lost(0)).isEqualTo(7);
    assertThat(columns.lost(1)).isEqualTo(1);
    assertThat(columns.burnRates(0.01)).startsWith(10, 0, Double.NaN);
  }

  /** Of 100 bad events that a period may have, 30 are left, and 20 went in the last ten minutes. */
  @Test
  void theBudgetIsWorkedBackFromWhatIsLeft() {
    Columns columns = Columns.of(NOON, NOON.plus(Duration.ofMinutes(10)), 11);
    columns.add(window(NOON.plusSeconds(60), 5, 100, 0));
    columns.add(window(NOON.plusSeconds(540), 15, 100, 0));
    double[] left = columns.budgetLeft(0.3, 100, NOON.plusSeconds(60));

    assertThat(left[0]).as("before the period").isNaN();
    assertThat(left[1]).isCloseTo(0.45, within(1e-9));
    assertThat(left[8]).isCloseTo(0.45, within(1e-9));
    assertThat(left[9]).isCloseTo(0.3, within(1e-9));
  }
}
