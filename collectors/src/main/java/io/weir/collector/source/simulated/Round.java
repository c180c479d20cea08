package io.weir.collector.source.simulated;

import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A place in a scenario that is run over and over.
 *
 * @param base when the first round began
 * @param number of the round, from 0
 * @param taken events of it that are behind us
 */
record Round(Instant base, long number, long taken) {
  private static final String VERSION = "1";
  private static final int PARTS = 4;

  /** As a position of the source. */
  String encode() {
    return VERSION + " " + base + " " + number + " " + taken;
  }

  /** What {@link #encode} gave; empty for anything else. */
  static Optional<Round> decode(String position) {
    String[] parts = position.split(" ", -1);
    if (parts.length != PARTS || !parts[0].equals(VERSION)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Round(Instant.parse(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3])));
    } catch (RuntimeException e) { // no number, no time
      return Optional.empty();
    }
  }

  Instant start(Duration duration) {
    return base.plus(duration.multipliedBy(number));
  }

  /** The pods stay the same from round to round; what they do is drawn anew. */
  Simulation simulate(Scenario scenario, SimulatedConfig config) {
    Simulation simulation =
        Simulation.round(
            scenario, config.seed(), number, config.scale(), start(scenario.duration()));
    for (long i = 0; i < taken && simulation.hasNext(); i++) {
      simulation.next();
    }
    return simulation;
  }

  Round plus(long events) {
    return new Round(base, number, taken + events);
  }

  Round next() {
    return new Round(base, number + 1, 0);
  }
}
