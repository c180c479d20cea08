package io.weir.alerting.burn;

import static io.weir.alerting.burn.Simulation.MONTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.alerting.slo.BurnRule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * When the four standard rules notice a fault, and when they are over it: worked by hand, {@code W
 * B EB / e} after its begin and {@code w (1 - B EB / e)} after its end, in minutes. A threshold
 * above the error ratio is never met.
 */
class DetectionTableTest {
  private static final long MINUTE_MS = 60_000;
  private static final long BASE_WINDOW_MS = 10_000;

  @ParameterizedTest(name = "{0}, {1} bad")
  @CsvSource(
      nullValues = "-",
      value = {
        "0.99,   1.00, 8.64, 4.28,  21.6, 28.2,  43.2, 116.4,  43.2, 356.4",
        "0.99,   0.10, -, -,        216, 12,     432, 84,      432, 324",
        "0.99,   0.02, -, -,        -, -,        -, -,         2160, 180",
        "0.999,  1.00, 0.864, 4.928, 2.16, 29.82, 4.32, 119.64, 4.32, 359.64",
        "0.999,  0.10, 8.64, 4.28,  21.6, 28.2,  43.2, 116.4,  43.2, 356.4",
        "0.999,  0.02, 43.2, 1.4,   108, 21,     216, 102,     216, 342",
        "0.9999, 0.02, 4.32, 4.64,  10.8, 29.1,  21.6, 118.2,  21.6, 358.2"
      })
  void firesAndResolvesWhenTheFormulaeSay(
      String target,
      double badRatio,
      Double fires1h,
      Double over1h,
      Double fires6h,
      Double over6h,
      Double fires1d,
      Double over1d,
      Double fires3d,
      Double over3d) {
    Simulation simulation = Simulation.of(target, BurnRule.standard(MONTH));
    simulation.warmUp(Duration.ofDays(3), 0);
    long begin = simulation.nowMs();
    simulation.run(Duration.ofDays(3), badRatio);
    long end = simulation.nowMs();
    simulation.run(Duration.ofHours(7), 0);

    assertTimes(simulation, "page-1h", begin, fires1h, end, over1h);
    assertTimes(simulation, "page-6h", begin, fires6h, end, over6h);
    assertTimes(simulation, "ticket-1d", begin, fires1d, end, over1d);
    assertTimes(simulation, "ticket-3d", begin, fires3d, end, over3d);
  }

  private static void assertTimes(
      Simulation simulation, String rule, long begin, Double fires, long end, Double over) {
    List<Long> fired = simulation.fired(rule);
    if (fires == null) {
      assertThat(fired).as("%s never fires", rule).isEmpty();
      return;
    }
    assertThat(fired).as("%s fires once", rule).hasSize(1);
    assertAt(rule + " fires", fired.get(0) - begin, fires);
    assertThat(simulation.resolved(rule)).as("%s is over once", rule).hasSize(1);
    assertAt(rule + " is over", simulation.resolved(rule).get(0) - end, over);
  }

  private static void assertAt(String what, long afterMs, double minutes) {
    assertThat((double) afterMs)
        .as(what)
        .isCloseTo(minutes * MINUTE_MS, within((double) BASE_WINDOW_MS));
  }
}
