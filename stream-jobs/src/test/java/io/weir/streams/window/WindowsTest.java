package io.weir.streams.window;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.streams.window.Windows.Window;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WindowsTest {
  private final Windows windows = new Windows(Duration.ofMinutes(15), Duration.ofMinutes(1));

  @Test
  void eventIsInOneWindowOfEachSizeAndTheStartBelongsToIt() {
    assertThat(windows.of(T0))
        .containsExactly(
            new Window(WindowSize.TEN_SECONDS, T0),
            new Window(WindowSize.MINUTE, T0 - 20 * SECOND),
            new Window(WindowSize.HOUR, T0 - 800 * SECOND));
    assertThat(windows.of(T0 - 1).get(0))
        .isEqualTo(new Window(WindowSize.TEN_SECONDS, T0 - 10 * SECOND));
  }

  @Test
  void eventBeforeTheEpochIsInTheWindowBelow() {
    assertThat(windows.of(-1).get(0)).isEqualTo(new Window(WindowSize.TEN_SECONDS, -10 * SECOND));
  }

  @Test
  void exactlyAllowedLatenessIsStillInTime() {
    long watermarkMs = T0 / 1_000_000;
    assertThat(windows.isTooLate(T0 - 900 * SECOND, watermarkMs)).isFalse();
    assertThat(windows.isTooLate(T0 - 900 * SECOND - 1, watermarkMs)).isTrue();
    assertThat(windows.isTooLate(0, Long.MIN_VALUE)).isFalse();
  }

  @Test
  void windowIsKeptForLatenessAndCorrections() {
    Window window = new Window(WindowSize.TEN_SECONDS, T0);
    long closes = (T0 + 10 * SECOND) / 1_000_000 - 1;
    assertThat(Windows.closesAtMs(window)).isEqualTo(closes);
    assertThat(windows.forgottenAtMs(window)).isEqualTo(closes + 16 * 60_000);
  }
}
