package io.weir.alerting.suggest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What was counted in some time.
 *
 * @param from first instant that there are counts of
 * @param to the end, exclusive; after {@code from}
 * @param lost events known to be missing from the counts
 * @param services in any order, each once
 */
public record Observation(Instant from, Instant to, long lost, List<ObservedService> services) {
  public Observation {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("from: " + from + " (expected: before to=" + to + ")");
    }
    services = services.stream().sorted().toList();
  }

  Duration length() {
    return Duration.between(from, to);
  }
}
