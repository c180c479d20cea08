package io.weir.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MinuteRateTest {
  private static final Instant START = Instant.ofEpochSecond(1_000);

  private final MinuteRate rate = new MinuteRate(START);

  @Test
  void isOverTheTimeSinceTheStartAtFirst() {
    rate.add(START.plusSeconds(10), 30);

    assertThat(rate.perSecond(START.plusSeconds(10))).isEqualTo(3.0);
  }

  @Test
  void isNeverOverLessThanASecond() {
    rate.add(START, 30);

    assertThat(rate.perSecond(START)).isEqualTo(30.0);
  }

  @Test
  void forgetsWhatIsOlderThanAMinute() {
    rate.add(START.plusSeconds(10), 30);
    rate.add(START.plusSeconds(60), 30);

    assertThat(rate.perSecond(START.plusSeconds(60))).isEqualTo(1.0);
    assertThat(rate.perSecond(START.plusSeconds(70))).isEqualTo(0.5);
    assertThat(rate.perSecond(START.plusSeconds(10_000))).isZero();
  }
}
