package io.weir.collector.simulation;

import java.util.List;
import java.util.Optional;

/**
 * Requests that begin somewhere; what they cause further on follows from the services' calls.
 *
 * @param from a service, or {@code world} for clients outside
 * @param to a service or an outside host
 * @param rate requests a second, on average for {@code constant}, at most for {@code diurnal}, and
 *     between bursts for {@code burst}
 * @param paths of HTTP, each as often as the others; {@code /} when empty
 */
public record TrafficSpec(
    String from, String to, double rate, Optional<Shape> shape, List<String> paths) {
  static final String WORLD = "world";
  static final double RATE_MAX = 10_000;

  /** How the rate changes. */
  public enum Shape {
    CONSTANT,
    /** A night and a day within the duration of the scenario. */
    DIURNAL,
    /** Five times as much for five seconds of each thirty. */
    BURST
  }

  public TrafficSpec {
    Rules.text("from", from);
    Rules.text("to", to);
    Rules.require(rate > 0 && rate <= RATE_MAX, "rate", rate, "above 0, at most " + RATE_MAX);
    for (String path : paths) {
      Rules.require(path.startsWith("/"), "paths", path, "each begins with a slash");
    }
  }
}
