package io.weir.streams.drop;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.streams.window.WindowSize;
import io.weir.streams.window.Windows.Window;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BaselineTest {
  private static final Window NOW = new Window(WindowSize.TEN_SECONDS, T0);

  /** Drops of earlier windows, by how many windows ago. */
  private static Baseline before(Map<Integer, Long> drops) {
    return Baseline.before(
        NOW, window -> drops.getOrDefault((int) ((T0 - window.startNs()) / (10 * SECOND)), 0L));
  }

  @Test
  void groupWithoutAPastIsNew() {
    assertThat(before(Map.of())).isEqualTo(Baseline.NONE);
  }

  @Test
  void emptyWindowsAfterTheFirstDropCountAsWindows() {
    assertThat(before(Map.of(1, 4L, 4, 2L))).isEqualTo(new Baseline(6, 4));
  }

  @Test
  void windowsLongAgoAndTheWindowItselfDoNotCount() {
    assertThat(before(Map.of(0, 100L, Baseline.WINDOWS, 7L, Baseline.WINDOWS + 1, 1000L)))
        .isEqualTo(new Baseline(7, Baseline.WINDOWS));
  }
}
