package io.weir.streams.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmitPaceTest {
  private static final int WINDOWS_MAX = 100;

  private final EmitPace pace = new EmitPace(1_000, WINDOWS_MAX);

  /** Writes so many windows within the second. */
  private void second(int number, int windows) {
    for (int i = 0; i < windows; i++) {
      pace.wrote(number * 1_000L + i * 1_000L / windows);
    }
  }

  @Test
  void everyKeyIsDueOnceAnIntervalAsLongAsThereAreFew() {
    for (int number = 0; number < 10; number++) {
      second(number, WINDOWS_MAX);
    }
    assertThat(pace.stretch()).isEqualTo(1);
    long first = pace.nextTickMs("a", 50_000);
    assertThat(first).isBetween(50_001L, 51_000L);
    assertThat(pace.nextTickMs("a", first)).isEqualTo(first + 1_000);
    assertThat(pace.tick("a", first + 1_000)).isEqualTo(pace.tick("a", first) + 1);
  }

  @Test
  void theIntervalStretchesWhileMoreAreWritten_upToItsLimit() {
    for (int number = 0; number < 10; number++) {
      second(number, WINDOWS_MAX + 1);
    }
    assertThat(pace.stretch()).isEqualTo(EmitPace.STRETCH_MAX);
    long first = pace.nextTickMs("a", 50_000);
    assertThat(first).isBetween(50_001L, 66_000L);
    assertThat(pace.nextTickMs("a", first)).isEqualTo(first + 16_000);
  }

  @Test
  void theIntervalShrinksAgainWhenFewAreWritten() {
    second(0, WINDOWS_MAX + 1);
    second(1, WINDOWS_MAX + 1);
    second(2, WINDOWS_MAX / 2);
    assertThat(pace.stretch()).isEqualTo(4);
    second(3, WINDOWS_MAX / 2);
    assertThat(pace.stretch()).as("half as many are neither many nor few").isEqualTo(4);
    second(4, 1);
    second(5, 1);
    assertThat(pace.stretch()).isEqualTo(2);
    second(60, 1);
    assertThat(pace.stretch()).as("after silence").isEqualTo(1);
  }

  /** Otherwise a stretched interval would put off keys that were due. */
  @Test
  void theTicksOfALongerIntervalAreTicksOfTheShorter() {
    EmitPace stretched = new EmitPace(1_000, 0);
    for (int number = 0; number < 3; number++) {
      stretched.wrote(number * 1_000L);
      stretched.wrote(number * 1_000L);
    }
    assertThat(stretched.stretch()).isGreaterThan(1);
    for (String key : new String[] {"a", "shop/web", "ü", "polygenelubricants"}) {
      long tick = stretched.nextTickMs(key, 123_456);
      assertThat(pace.nextTickMs(key, tick - 1)).isEqualTo(tick);
    }
  }

  @Test
  void keysAreSpreadOverTheInterval() {
    long early =
        java.util.stream.IntStream.range(0, 1_000)
            .filter(i -> pace.nextTickMs("key-" + i * 7_919, 50_000) <= 50_500)
            .count();
    assertThat(early).isBetween(400L, 600L);
  }
}
