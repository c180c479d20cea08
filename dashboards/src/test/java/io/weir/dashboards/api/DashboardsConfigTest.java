package io.weir.dashboards.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.dashboards.flows.FlowsConfig;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DashboardsConfigTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void listensOnLoopbackByDefault() {
    assertThat(DashboardsConfig.DEFAULT.host()).isEqualTo("127.0.0.1");
    assertThat(DashboardsConfig.DEFAULT.port()).isEqualTo(4280);
  }

  @Test
  void rejectsWhatCannotWork() {
    rejects(() -> config("", 0, 1, 1, SECOND, SECOND), "host: \"\"");
    rejects(() -> config("h", -1, 1, 1, SECOND, SECOND), "port: -1 (expected: 0 to");
    rejects(() -> config("h", 0, 0, 1, SECOND, SECOND), "concurrent-max: 0");
    rejects(() -> config("h", 0, 1, 0, SECOND, SECOND), "rows-max: 0");
    rejects(() -> config("h", 0, 1, 1, Duration.ZERO, SECOND), "request-timeout");
    rejects(() -> config("h", 0, 1, 1, SECOND, SECOND.negated()), "default-range");
  }

  @Test
  void rejectsAnObserverWithoutPort() {
    rejects(
        () -> DashboardsConfig.DEFAULT.withObserver("relay"), "observer: relay (expected: host:");
  }

  @Test
  void rejectsFlowsThatCannotWork() {
    rejects(() -> flows(0, Duration.ofMillis(1)), "rows-max: 0 (expected: >= 1 flow)");
    rejects(() -> flows(1, Duration.ZERO), "live-interval: PT0S");
  }

  private static FlowsConfig flows(int rowsMax, Duration liveInterval) {
    return new FlowsConfig(rowsMax, 1, 1, 1, 1, liveInterval, SECOND);
  }

  private static DashboardsConfig config(
      String host, int port, int concurrentMax, int rowsMax, Duration timeout, Duration range) {
    return new DashboardsConfig(
        host, port, concurrentMax, rowsMax, timeout, range, "relay:4245", FlowsConfig.DEFAULT);
  }

  private static void rejects(ThrowingCallable config, String message) {
    assertThatThrownBy(config)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
