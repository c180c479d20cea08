package io.weir.alerting.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.weir.alerting.slo.Composite.Part;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompositeTest {
  private static Slo slo(BudgetMethod method) {
    return new Slo(
        "checkout",
        "checkout",
        Map.of(),
        IndicatorSelector.ofService("http-availability", "*/*/*/checkout"),
        new Objective(Target.of("0.99"), method, new Period.Rolling(Duration.ofDays(30))),
        AlertRules.of(List.of()),
        Maintenance.NONE,
        Instant.EPOCH);
  }

  private static final Slo EVENTS = slo(new BudgetMethod.Occurrences());

  @Test
  void burnsAsFastAsItsFastestPart() {
    Composite composite =
        new Composite("shop", List.of(new Part(EVENTS, 1), new Part(EVENTS, 0.5)));

    assertThat(composite.burnRate(new double[] {2, 10})).isEqualTo(5);
    assertThat(composite.burnRate(new double[] {6, 10})).isEqualTo(6);
  }

  /** OpenSLO's own example: two objectives at 95 % give 90 %. */
  @Test
  void deficitsOfRatiosAddUp() {
    Composite composite = new Composite("shop", List.of(new Part(EVENTS, 1), new Part(EVENTS, 1)));

    assertThat(composite.ratio(new double[] {0.95, 0.95})).isCloseTo(0.90, within(1e-9));
    assertThat(composite.ratio(new double[] {0.2, 0.2})).isZero();
  }

  @Test
  void refusesTwoMethods() {
    Slo slices =
        slo(
            new BudgetMethod.Timeslices(
                Duration.ofMinutes(1), BigDecimal.valueOf(0.9), EmptySlices.SKIP));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Composite("x", List.of(new Part(EVENTS, 1), new Part(slices, 1))));
  }

  @Test
  void namesOfMatchesAreTheirOwn() {
    assertThat(EVENTS.ofMatch("c1/shop/Deployment/a").id())
        .isEqualTo("checkout[c1/shop/Deployment/a]");
    assertThat(Slo.id("checkout", "fast")).isEqualTo("checkout/fast");
  }
}
