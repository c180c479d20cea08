package io.weir.alerting.notify;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An alert as Alertmanager knows it. Immutable.
 *
 * @param labels who it is: equal labels are one alert. Never a figure among them, which would make
 *     it another alert with each change. Empty values are left out
 * @param annotations what it says, figures included
 * @param startsAt when it fired
 * @param resolvedAt when it was over; empty while it goes on
 */
public record Alert(
    SortedMap<String, String> labels,
    SortedMap<String, String> annotations,
    Instant startsAt,
    Optional<Instant> resolvedAt) {
  public Alert {
    labels = new TreeMap<>(labels);
    labels.values().removeIf(String::isEmpty);
    annotations = new TreeMap<>(annotations);
    annotations.values().removeIf(String::isEmpty);
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("labels: none (expected: at least one with a value)");
    }
    for (String name : labels.keySet()) {
      if (!name.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
        throw new IllegalArgumentException(
            "label: " + name + " (expected: letters, digits and _, no digit first)");
      }
    }
  }
}
