package io.weir.collector.source.hubble;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowsTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void survivesAsText() {
    Windows windows = Windows.empty(10 * SECOND);
    windows.flows().take(100 * SECOND, 1);
    windows.debugEvents().take(50 * SECOND, 2);

    Windows restored = Windows.decode(windows.encode(), 10 * SECOND).orElseThrow();

    assertThat(restored.flows().newestNs()).isEqualTo(100 * SECOND);
    assertThat(restored.agentEvents().isEmpty()).isTrue();
    restored.debugEvents().expectAgain();
    assertThat(restored.debugEvents().take(50 * SECOND, 2)).as("seen").isFalse();
  }

  /** What collectors stored that knew flows alone. */
  @Test
  void readsThePositionsOfBefore() {
    SeenWindow flows = new SeenWindow(10 * SECOND);
    flows.take(100 * SECOND, 7);

    Windows restored = Windows.decode(flows.encode(), 10 * SECOND).orElseThrow();

    assertThat(restored.flows().newestNs()).isEqualTo(100 * SECOND);
    assertThat(restored.agentEvents().isEmpty()).isTrue();
    assertThat(restored.debugEvents().isEmpty()).isTrue();
  }

  @Test
  void isEmptyForWhatIsNoPosition() {
    String flows = new SeenWindow(1).encode();
    for (String text : new String[] {"", ";", ";;", flows + ";x;y", flows + ";" + flows}) {
      assertThat(Windows.decode(text, SECOND)).as(text).isEmpty();
    }
  }

  /** Positions are stored with every batch. */
  @Test
  void staysSmallHoweverMuchWasSeen() {
    Windows windows = Windows.empty(10 * SECOND);
    for (int i = 0; i < 20_000; i++) {
      windows.flows().take(100 * SECOND, i);
      windows.agentEvents().take(100 * SECOND, i);
      windows.debugEvents().take(100 * SECOND, i);
    }
    assertThat(windows.encode().length()).isLessThan(84_000);
  }
}
