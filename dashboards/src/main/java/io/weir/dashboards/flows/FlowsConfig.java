package io.weir.dashboards.flows;

import java.time.Duration;

/**
 * How flows are shown.
 *
 * @param rowsMax flows of one page at most
 * @param exportRowsMax flows of one download at most; the file says when there were more
 * @param exportsMax downloads at a time; more are refused with status 503
 * @param liveStreamsMax browsers that follow at a time; more are refused with status 503
 * @param liveRowsMax flows waiting for one browser at most; then the oldest are left out and
 *     counted
 * @param liveInterval time between two batches to a browser
 * @param heartbeat longest silence of a stream
 */
public record FlowsConfig(
    int rowsMax,
    int exportRowsMax,
    int exportsMax,
    int liveStreamsMax,
    int liveRowsMax,
    Duration liveInterval,
    Duration heartbeat) {
  public static final FlowsConfig DEFAULT =
      new FlowsConfig(500, 1_000_000, 2, 32, 1_000, Duration.ofMillis(250), Duration.ofSeconds(10));

  public FlowsConfig {
    atLeast("rows-max", rowsMax, 1, "flow");
    atLeast("export-rows-max", exportRowsMax, 1, "flow");
    atLeast("exports-max", exportsMax, 0, "download");
    atLeast("live-streams-max", liveStreamsMax, 0, "stream");
    atLeast("live-rows-max", liveRowsMax, 1, "flow");
    positive("live-interval", liveInterval);
    positive("heartbeat", heartbeat);
  }

  private static void atLeast(String name, int value, int least, String unit) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: >= " + least + " " + unit + ")");
    }
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: longer than 0s)");
    }
  }
}
