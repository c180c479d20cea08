package io.weir.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DelaysTest {
  private final Delays delays = new Delays(10_000);

  @Test
  void anEventIsVisibleWithTheFirstRecordThatHasSoMany() {
    delays.sent(1, 20_100);
    delays.sent(1, 20_900);
    delays.sent(1, 29_000);
    delays.sent(2, 20_500);
    delays.written(1, 20_000, 2, 21_500);
    assertThat(delays.isComplete()).isFalse();
    delays.written(2, 20_000, 1, 22_000);
    delays.written(1, 20_000, 2, 22_500);
    delays.written(1, 20_000, 3, 31_000);
    delays.written(1, 20_000, 3, 35_000);

    assertThat(delays.isComplete()).isTrue();
    assertThat(delays.events()).containsExactly(600, 1_400, 1_500, 2_000);
    assertThat(delays.windows()).as("before and after its end").containsExactly(-8_000, 1_000);
  }

  @Test
  void moreThanWasSentIsNoDelay() {
    delays.sent(1, 20_100);
    assertThatThrownBy(() -> delays.written(1, 20_000, 2, 21_000))
        .hasMessage("edge 1 at 20000: 2 events (expected: those sent)");
    assertThatThrownBy(() -> delays.written(1, 30_000, 1, 21_000))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void quantilesAreValuesThatWereSeen() {
    long[] sorted = {1, 2, 3, 4};
    assertThat(Delays.quantile(sorted, 0.5)).isEqualTo(2);
    assertThat(Delays.quantile(sorted, 0.99)).isEqualTo(4);
    assertThat(Delays.quantile(sorted, 1)).isEqualTo(4);
  }
}
