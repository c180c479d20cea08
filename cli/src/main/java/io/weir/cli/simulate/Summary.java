package io.weir.cli.simulate;

import io.weir.collector.simulation.Counts;
import io.weir.collector.simulation.Simulation;
import io.weir.collector.simulation.Truth;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The truth in a few lines. */
final class Summary {
  private final Simulation simulation;
  private final long events;

  Summary(Simulation simulation, long events) {
    this.simulation = simulation;
    this.events = events;
  }

  void print(PrintStream out) {
    Truth truth = simulation.truth();
    out.printf(
        Locale.ROOT,
        "%s%n%s to %s, %,d events, %,d edges%n",
        simulation.scenario().summary(),
        time(simulation.startNs()),
        time(simulation.endNs()),
        events,
        truth.edges().size());
    Map<String, Long> sums = hours(truth);
    out.printf(
        Locale.ROOT,
        "connections  %,d attempts: %,d established, %,d refused, %,d unanswered; %,d reset%n",
        Counts.get(sums, Counts.ATTEMPTS),
        Counts.get(sums, Counts.ESTABLISHED),
        Counts.get(sums, Counts.REFUSED),
        Counts.get(sums, Counts.UNANSWERED),
        Counts.get(sums, Counts.RESET));
    out.printf(
        Locale.ROOT,
        "http         %,d requests%s%n",
        Counts.get(sums, Counts.REQUESTS),
        byName(sums, Counts.RESPONSES));
    out.printf(
        Locale.ROOT,
        "dns          %,d queries%s, %,d unanswered%n",
        Counts.get(sums, Counts.QUERIES),
        byName(sums, Counts.ANSWERS),
        Counts.get(sums, Counts.DNS_UNANSWERED));
    out.printf(Locale.ROOT, "drops       %s%n", byName(sums, Counts.DROPS).replace(",", ""));
    truth
        .losses()
        .forEach(
            loss ->
                out.printf(
                    Locale.ROOT,
                    "lost         %d on %s from %s%n",
                    loss.count(),
                    loss.node(),
                    time(loss.firstNs())));
    for (Truth.Incident incident : simulation.incidents()) {
      out.printf(
          Locale.ROOT,
          "%n%s  %s to %s%n  %s%n  hit: %s%n",
          incident.name(),
          time(incident.startNs()),
          time(incident.endNs()),
          incident.cause(),
          String.join("\n       ", incident.hit()));
    }
  }

  private static String byName(Map<String, Long> sums, String prefix) {
    StringBuilder text = new StringBuilder();
    sums.forEach(
        (name, count) -> {
          if (name.startsWith(prefix)) {
            text.append(
                String.format(Locale.ROOT, ", %,d %s", count, name.substring(prefix.length())));
          }
        });
    return text.length() == 0 ? ", none" : text.toString();
  }

  private static Map<String, Long> hours(Truth truth) {
    long hour = Truth.LENGTHS_NS.get(Truth.LENGTHS_NS.size() - 1);
    Map<String, Long> sums = new TreeMap<>();
    truth
        .edges()
        .values()
        .forEach(
            slots ->
                slots.forEach(
                    (slot, counts) -> {
                      if (slot.lengthNs() == hour) {
                        counts.forEach((name, count) -> sums.merge(name, count, Long::sum));
                      }
                    }));
    return sums;
  }

  private static String time(long ns) {
    return Instant.ofEpochSecond(0, ns).toString();
  }
}
