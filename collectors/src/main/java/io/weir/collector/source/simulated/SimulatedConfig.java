package io.weir.collector.source.simulated;

import java.time.Duration;

/**
 * A made cluster as a source.
 *
 * @param scenario name of one that comes with Weir; empty turns the source off
 * @param seed what is drawn by chance follows from it
 * @param scale factor for the rate of all traffic
 * @param history how far before the start it begins, so that there is something to see at once;
 *     also how long a stop may last and be made up for
 */
public record SimulatedConfig(String scenario, long seed, double scale, Duration history) {
  private static final double SCALE_MAX = 100;
  private static final Duration HISTORY_MAX = Duration.ofDays(1);

  public static final SimulatedConfig DEFAULT =
      new SimulatedConfig("", 1, 1, Duration.ofMinutes(10));

  public SimulatedConfig {
    if (!(scale > 0 && scale <= SCALE_MAX)) {
      throw new IllegalArgumentException(
          "scale: " + scale + " (expected: above 0, at most " + SCALE_MAX + ")");
    }
    if (history.isNegative() || history.compareTo(HISTORY_MAX) > 0) {
      throw new IllegalArgumentException("history: " + history + " (expected: 0s to 1d)");
    }
  }

  /** These settings with another scenario. */
  public SimulatedConfig withScenario(String name) {
    return new SimulatedConfig(name, seed, scale, history);
  }
}
