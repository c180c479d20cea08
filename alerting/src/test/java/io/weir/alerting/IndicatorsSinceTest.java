package io.weir.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.alerting.slo.AlertRules;
import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.IndicatorSelector;
import io.weir.alerting.slo.Maintenance;
import io.weir.alerting.slo.Objective;
import io.weir.alerting.slo.Period;
import io.weir.alerting.slo.Slo;
import io.weir.alerting.slo.Target;
import io.weir.slo.v1.CustomIndicator;
import io.weir.slo.v1.SloDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IndicatorsSinceTest {
  private static final CustomIndicator NOW = indicator("true");
  private Optional<Collection<SloDefinition>> standing = Optional.empty();
  private final IndicatorsSince since =
      new IndicatorsSince(() -> List.of(definition("checkout", 0, NOW)), () -> standing);

  private static CustomIndicator indicator(String good) {
    return CustomIndicator.newBuilder().setName("slo-mine").setGood(good).setTotal("true").build();
  }

  private static SloDefinition definition(String name, long fromMs, CustomIndicator custom) {
    return SloDefinition.newBuilder()
        .setName(name)
        .setEffectiveFromNs(fromMs * 1_000_000)
        .addCustom(custom)
        .build();
  }

  private static Slo slo(String indicator) {
    return new Slo(
        "checkout",
        "shop",
        Map.of(),
        IndicatorSelector.ofService(indicator, "*/*/*/checkout"),
        new Objective(
            Target.of("0.99"),
            new BudgetMethod.Occurrences(),
            new Period.Rolling(Duration.ofDays(30))),
        AlertRules.of(List.of()),
        Maintenance.NONE,
        Instant.EPOCH);
  }

  @Test
  void whatTheJobsAlwaysCountHasNoBegin() {
    assertThat(since.applyAsLong(slo("http-availability"))).isZero();
  }

  @Test
  void oneOfOnesOwnBeginsWithTheFirstThatDefinedItLikeThat() {
    standing =
        Optional.of(
            List.of(
                definition("before", 1_000, indicator("false")),
                definition("checkout", 3_000, NOW),
                definition("other", 2_000, NOW)));

    assertThat(since.applyAsLong(slo("slo-mine"))).isEqualTo(2_000);
  }

  @Test
  void oneThatTheJobsDoNotKnowYetHasNoPast() {
    standing = Optional.of(List.of(definition("checkout", 1_000, indicator("false"))));

    assertThat(since.applyAsLong(slo("slo-mine"))).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whileDefinitionsAreReadNobodyKnows() {
    assertThatThrownBy(() -> since.applyAsLong(slo("slo-mine")))
        .isInstanceOf(IllegalStateException.class);
  }
}
