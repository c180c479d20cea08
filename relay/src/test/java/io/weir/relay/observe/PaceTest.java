package io.weir.relay.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void withoutALimitNothingWaits() {
    Pace pace = new Pace(0, 5);
    for (int i = 0; i < 1_000; i++) {
      assertThat(pace.next(5)).isZero();
    }
  }

  @Test
  void oneSecondsWorthGoesAtOnce_thenOneAfterTheOther() {
    Pace pace = new Pace(10, 0);
    for (int i = 0; i < 10; i++) {
      assertThat(pace.next(0)).as("answer %d", i).isZero();
    }
    assertThat(pace.next(0)).isEqualTo(SECOND / 10);
    assertThat(pace.next(0)).isEqualTo(2 * SECOND / 10);
    assertThat(pace.next(2 * SECOND / 10)).isEqualTo(SECOND / 10);
  }

  /** A client that slept for an hour gets a second's worth at once, not an hour's. */
  @Test
  void aPauseIsCaughtUpForASecondAtMost() {
    Pace pace = new Pace(4, 0);
    for (int i = 0; i < 4; i++) {
      pace.next(0);
    }
    long later = 3_600 * SECOND;
    for (int i = 0; i < 4; i++) {
      assertThat(pace.next(later)).isZero();
    }
    assertThat(pace.next(later)).isEqualTo(SECOND / 4);
  }

  /** Whoever waits as told never exceeds rate times time and one second's worth. */
  @Test
  void neverMoreThanTheRateAndOneSecondOnTop() {
    Pace pace = new Pace(100, 0);
    long now = 0;
    for (int sent = 1; sent <= 1_000; sent++) {
      now += pace.next(now);
      assertThat(sent).isLessThanOrEqualTo(100 + (int) (now * 100 / SECOND));
    }
    assertThat(now).isEqualTo(9 * SECOND);
  }
}
