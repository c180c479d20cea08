package io.weir.dashboards.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    rejects(() -> new DashboardsConfig("", 0, 1, 1, SECOND, SECOND), "host: \"\"");
    rejects(() -> new DashboardsConfig("h", -1, 1, 1, SECOND, SECOND), "port: -1 (expected: 0 to");
    rejects(() -> new DashboardsConfig("h", 0, 0, 1, SECOND, SECOND), "concurrent-max: 0");
    rejects(() -> new DashboardsConfig("h", 0, 1, 0, SECOND, SECOND), "rows-max: 0");
    rejects(() -> new DashboardsConfig("h", 0, 1, 1, Duration.ZERO, SECOND), "request-timeout");
    rejects(() -> new DashboardsConfig("h", 0, 1, 1, SECOND, SECOND.negated()), "default-range");
  }

  private static void rejects(ThrowingCallable config, String message) {
    assertThatThrownBy(config)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
