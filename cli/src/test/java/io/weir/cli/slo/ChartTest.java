package io.weir.cli.slo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static final double NONE = Double.NaN;
  private static final double[] VALUES = {NONE, 0, 0.01, 1, 2, 4, 3.5, 0};

  private static String label(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  private static String picture(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }

  @Test
  void barsInEighthsOfALine() {
    assertThat(picture(new Chart(true).bars(VALUES, 1, 2, ChartTest::label)))
        .isEqualTo(
            """
                   4 │     █▆
                     │  ▁▄███
                   0 │ ▔▔▔▔▔▔▔
            """);
  }

  @Test
  void barsInAscii() {
    assertThat(picture(new Chart(false).bars(VALUES, 1, 2, ChartTest::label)))
        .isEqualTo(
            """
                   4 |     ##
                     |  .####
                   0 | -------
            """);
  }

  /** A burn rate below 1 must not look like an outage. */
  @Test
  void theScaleReachesAtLeastToTheLeastTop() {
    assertThat(picture(new Chart(true).bars(new double[] {0.25, 0.5}, 1, 1, ChartTest::label)))
        .isEqualTo(
            """
                   1 │▂▄
                   0 │▔▔
            """);
  }

  @Test
  void aLineFromItsHighestToItsLowest() {
    double[] values = {NONE, 1, 0.9, 0.7, 0.5};
    assertThat(picture(new Chart(true).line(values, 2, ChartTest::percent)))
        .isEqualTo(
            """
               100 % │ ▀▀
                50 % │   ▀▄
            """);
    assertThat(picture(new Chart(false).line(values, 2, ChartTest::percent)))
        .isEqualTo(
            """
               100 % | ""
                50 % |   "_
            """);
  }

  private static String percent(double share) {
    return label(100 * share) + " %";
  }

  @Test
  void aBudgetThatNobodySpentIsAtTheTop() {
    assertThat(new Chart(true).line(new double[] {1, 1}, 2, ChartTest::percent).get(0))
        .isEqualTo("   100 % │▀▀");
  }

  @Test
  void timesStandBelowTheirColumns() {
    Instant ten = Instant.parse("2026-01-31T10:00:00Z");
    assertThat(new Chart(true).times(ten, Duration.ofMinutes(5), 30))
        .containsExactly("          ╵           ╵", "          10:00       11:00");
    assertThat(new Chart(false).times(ten, Duration.ofHours(3), 40))
        .containsExactly(
            "          '                       '", "          01-31 10:00             02-03 10:00");
  }
}
