package io.weir.alerting.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Target;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetChoiceTest {
  private static final Duration WEEK = Duration.ofDays(7);

  private static TargetChoice choice(long bad, long total) {
    return TargetChoice.of(new Seen(total - bad, total), WEEK);
  }

  /** Half of the budget of ten million events is 500 bad ones at 99.99 %, 250,000 at 95 %. */
  @ParameterizedTest
  @CsvSource({
    "0, 99.99",
    "500, 99.99",
    "501, 99.95",
    "2500, 99.95",
    "2501, 99.9",
    "5001, 99.5",
    "25001, 99",
    "50001, 98",
    "100001, 95",
    "250000, 95",
  })
  void theLargestTargetOfWhichAtMostHalfTheBudgetWasSpent(long bad, String percent) {
    assertThat(choice(bad, 10_000_000).target()).contains(Target.ofPercent(percent));
  }

  @Test
  void noTargetForWhatIsWorseThanTheLeast() {
    TargetChoice choice = choice(250_001, 10_000_000);
    assertThat(choice.target()).isEmpty();
    assertThat(choice.tooLittle()).isFalse();
  }

  /** Not one bad event in 168 hours; an hour's page has the threshold 13.44. */
  @ParameterizedTest
  @CsvSource({
    "125001, 99.99",
    "125000, 99.95",
    "12501, 99.9",
    "12500, 99.5",
    "1251, 99",
    "251, 95",
  })
  void theTrafficHasToSupportIt(long total, String percent) {
    assertThat(choice(0, total).target()).contains(Target.ofPercent(percent));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 250})
  void tooLittleTrafficIsNoQuality(long total) {
    assertThat(choice(0, total).target()).isEmpty();
    assertThat(choice(0, total).tooLittle()).isTrue();
    assertThat(choice(total, total).tooLittle()).isTrue();
  }

  /** The promise of the minimum: at the mean pace of so many events one bad event is no page. */
  @Test
  void oneBadEventIsNoPageFromTheMinimumOn() {
    for (Target target : TargetChoice.STEPS) {
      double budget = target.errorBudget().doubleValue();
      for (Duration over : new Duration[] {Duration.ofHours(3), WEEK, Duration.ofDays(28)}) {
        long least = TargetChoice.eventsMin(target, over);
        assertThat(least * budget).as("budget in events").isGreaterThanOrEqualTo(9.999);
        for (BurnRule page : BurnRule.standard(TargetChoice.PERIOD).subList(0, 2)) {
          double inWindow = least * (double) page.longWindow().toSeconds() / over.toSeconds();
          assertThat(1 / inWindow / budget)
              .as("burn rate of one bad event at %s over %s", target, page.longWindow())
              .isLessThan(page.threshold());
        }
      }
    }
  }

  /** Of a short time the pace says little, so the budget of that time decides. */
  @Test
  void aShortTimeNeedsABudgetOfTenBadEvents() {
    assertThat(TargetChoice.eventsMin(Target.ofPercent("99"), Duration.ofHours(1)))
        .isEqualTo(1_000);
    assertThat(TargetChoice.eventsMin(Target.ofPercent("99.99"), Duration.ofHours(1)))
        .isEqualTo(100_000);
  }

  @Test
  void aTargetIsNeverAll() {
    assertThat(TargetChoice.of(new Seen(Long.MAX_VALUE, Long.MAX_VALUE), WEEK).target())
        .contains(Target.ofPercent("99.99"));
  }
}
