package io.weir.alerting.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BurnRuleTest {
  /** The same shares of the budget for other periods. */
  @ParameterizedTest
  @CsvSource({
    "7, 3.36, 1.4, 0.7, 0.2333",
    "14, 6.72, 2.8, 1.4, 0.4667",
    "28, 13.44, 5.6, 2.8, 0.9333",
    "30, 14.4, 6, 3, 1",
    "90, 43.2, 18, 9, 3"
  })
  void factorsScaleWithThePeriod(int days, double b1, double b2, double b3, double b4) {
    Duration period = Duration.ofDays(days);
    double[] factors = {b1, b2, b3, b4};
    double[] shares = {0.02, 0.05, 0.1, 0.1};
    for (int i = 0; i < factors.length; i++) {
      BurnRule rule = BurnRule.standard(period).get(i);
      assertThat(rule.threshold()).isCloseTo(factors[i], within(1e-4));
      assertThat(rule.budgetShare(period)).isCloseTo(shares[i], within(1e-9));
    }
  }

  /** Factors of 30 days kept for 7 days spend 8.6, 21, 43 and 43 %. */
  @Test
  void factorsThatAreKeptSpendMoreOfAShorterPeriod() {
    double[] shares = {0.0857, 0.2143, 0.4286, 0.4286};
    for (int i = 0; i < shares.length; i++) {
      assertThat(BurnRule.standard(Duration.ofDays(30)).get(i).budgetShare(Duration.ofDays(7)))
          .isCloseTo(shares[i], within(1e-4));
    }
  }

  /** T > 1 - 1/B, or the alert is dead: 14.4 needs 93.06 %, 6 83.3 %, 3 66.7 %. */
  @ParameterizedTest
  @CsvSource({
    "14.4, 0.9305, false",
    "14.4, 0.9306, true",
    "6, 0.833, false",
    "6, 0.834, true",
    "3, 0.666, false",
    "3, 0.667, true"
  })
  void aThresholdAboveTheHighestBurnRateCanNeverFire(double factor, String target, boolean can) {
    BurnRule rule = BurnRule.ofFactor("page", factor, Duration.ofHours(1), Duration.ofMinutes(5));

    assertThat(rule.canFire(Target.of(target))).isEqualTo(can);
  }

  @Test
  void namesTellTheRulesApart() {
    assertThat(BurnRule.standard(Duration.ofDays(30)).stream().map(BurnRule::name))
        .containsExactly("page-1h", "page-6h", "ticket-1d", "ticket-3d");
  }

  @Test
  void comparisonsAreTakenLiterally() {
    assertThat(Comparison.GTE.holds(2, 2)).isTrue();
    assertThat(Comparison.GT.holds(2, 2)).isFalse();
    assertThat(Comparison.LTE.holds(2, 2)).isTrue();
    assertThat(Comparison.LT.holds(2, 2)).isFalse();
  }

  @Test
  void refusesAShortWindowThatIsTheLonger() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BurnRule.ofFactor("page", 2, Duration.ofMinutes(5), Duration.ofHours(1)))
        .withMessageContaining("shortWindow: PT1H");
  }

  @Test
  void aTargetOfHundredPercentLeavesNoBudget() {
    assertThatIllegalArgumentException().isThrownBy(() -> Target.of("1"));
    assertThat(Target.ofPercent("99.9").errorBudget()).isEqualTo("0.001");
  }
}
