package io.weir.dashboards.api;

import io.weir.dashboards.flows.FlowsConfig;
import java.time.Duration;

/**
 * How questions are answered over HTTP.
 *
 * @param host address to listen on
 * @param port TCP port; 0 picks a free one
 * @param concurrentMax questions answered at a time; more are refused with status 503 and counted
 * @param rowsMax rows of one answer at most; what is beyond is said in the answer's notes
 * @param requestTimeout how long one question may take
 * @param defaultRange how far back a question looks that names no range
 * @param observer {@code host:port} of the Observer API that flows are asked of; in a process with
 *     the relay that one is taken instead of the default
 * @param flows how flows are shown
 */
public record DashboardsConfig(
    String host,
    int port,
    int concurrentMax,
    int rowsMax,
    Duration requestTimeout,
    Duration defaultRange,
    String observer,
    FlowsConfig flows) {
  public static final DashboardsConfig DEFAULT =
      new DashboardsConfig(
          "127.0.0.1",
          4280,
          8,
          10_000,
          Duration.ofSeconds(30),
          Duration.ofMinutes(15),
          "127.0.0.1:4245",
          FlowsConfig.DEFAULT);

  public DashboardsConfig {
    require(!host.isBlank(), "host", "\"" + host + "\"", "an address to listen on");
    require(port >= 0 && port <= 65_535, "port", port, "0 to 65535");
    require(concurrentMax >= 1, "concurrent-max", concurrentMax, ">= 1 question");
    require(rowsMax >= 1 && rowsMax <= 100_000, "rows-max", rowsMax, "1 to 100000 rows");
    require(isPositive(requestTimeout), "request-timeout", requestTimeout, "longer than 0s");
    require(isPositive(defaultRange), "default-range", defaultRange, "longer than 0s");
    require(observer.matches(".+:[0-9]{1,5}"), "observer", observer, "host:port");
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static void require(boolean holds, String name, Object value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + rule + ")");
    }
  }

  /** These settings on another port. */
  public DashboardsConfig withPort(int newPort) {
    return new DashboardsConfig(
        host, newPort, concurrentMax, rowsMax, requestTimeout, defaultRange, observer, flows);
  }

  /** These settings with another observer. */
  public DashboardsConfig withObserver(String newObserver) {
    return new DashboardsConfig(
        host, port, concurrentMax, rowsMax, requestTimeout, defaultRange, newObserver, flows);
  }
}
