package io.weir.collector.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The truth as {@code truth.json} (docs/reference/scenarios.md): one line for each window, in a
 * fixed order, so that files can be compared and searched by line.
 */
public final class TruthJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TruthJson() {}

  /**
   * Writes all of it.
   *
   * @param name of the scenario
   * @param simulation that has come to its end
   */
  public static void write(
      String name, long seed, double scale, Simulation simulation, Appendable out)
      throws IOException {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("scenario", name);
    head.put("summary", simulation.scenario().summary());
    head.put("find", simulation.scenario().find());
    head.put("seed", seed);
    head.put("scale", scale);
    head.put("start", time(simulation.startNs()));
    head.put("end", time(simulation.endNs()));
    head.put("httpThresholdMs", TimeUnit.NANOSECONDS.toMillis(Truth.HTTP_THRESHOLD_NS));
    head.put("dnsThresholdMs", TimeUnit.NANOSECONDS.toMillis(Truth.DNS_THRESHOLD_NS));
    String text = JSON.writeValueAsString(head);
    out.append(text, 0, text.length() - 1);
    Truth truth = simulation.truth();
    list(out, "incidents", simulation.incidents(), TruthJson::incident);
    list(out, "edges", windows(truth.edges()), TruthJson::edge);
    list(out, "services", windows(services(truth)), TruthJson::service);
    list(out, "drops", windows(truth.drops()), TruthJson::drop);
    list(out, "probes", windows(truth.probes()), TruthJson::probe);
    list(out, "losses", truth.losses(), TruthJson::loss);
    out.append("\n}\n");
  }

  /** The indicators of each server: those of its edges added up. */
  public static SortedMap<String, SortedMap<Truth.Slot, SortedMap<String, Sli>>> services(
      Truth truth) {
    SortedMap<String, SortedMap<Truth.Slot, SortedMap<String, Sli>>> services = new TreeMap<>();
    truth
        .edges()
        .forEach(
            (edge, slots) ->
                slots.forEach(
                    (slot, counts) -> {
                      var sum =
                          services
                              .computeIfAbsent(edge.server(), key -> new TreeMap<>())
                              .computeIfAbsent(slot, key -> new TreeMap<>());
                      Counts.indicators(counts)
                          .forEach((indicator, sli) -> sum.merge(indicator, sli, Sli::plus));
                    }));
    return services;
  }

  private record Window<K, V>(K key, Truth.Slot slot, V value) {}

  private static <K, V> List<Window<K, V>> windows(Map<K, SortedMap<Truth.Slot, V>> all) {
    return all.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().entrySet().stream()
                    .map(slot -> new Window<>(entry.getKey(), slot.getKey(), slot.getValue())))
        .toList();
  }

  private static <T> void list(
      Appendable out, String name, Collection<T> items, Function<T, Map<String, Object>> row)
      throws IOException {
    out.append(",\n\"").append(name).append("\": [");
    String separator = "\n";
    for (T item : items) {
      out.append(separator).append(JSON.writeValueAsString(row.apply(item)));
      separator = ",\n";
    }
    out.append("\n]");
  }

  private static Map<String, Object> row(Truth.Slot slot) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("start", time(slot.startNs()));
    row.put("seconds", TimeUnit.NANOSECONDS.toSeconds(slot.lengthNs()));
    return row;
  }

  private static Map<String, Object> edge(Window<Truth.Edge, SortedMap<String, Long>> window) {
    Map<String, Object> row = row(window.slot());
    row.put("client", window.key().client());
    row.put("server", window.key().server());
    row.put("port", window.key().port());
    row.put("protocol", window.key().protocol());
    row.put("counts", window.value());
    row.put("indicators", indicators(Counts.indicators(window.value())));
    return row;
  }

  private static Map<String, Object> service(Window<String, SortedMap<String, Sli>> window) {
    Map<String, Object> row = row(window.slot());
    row.put("server", window.key());
    row.put("indicators", indicators(window.value()));
    return row;
  }

  private static Map<String, Object> indicators(SortedMap<String, Sli> slis) {
    Map<String, Object> indicators = new LinkedHashMap<>();
    slis.forEach((name, sli) -> indicators.put(name, sli(sli)));
    return indicators;
  }

  private static Map<String, Object> sli(Sli sli) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("good", sli.good());
    row.put("total", sli.total());
    return row;
  }

  private static Map<String, Object> drop(Window<Truth.Drop, Long> window) {
    Map<String, Object> row = row(window.slot());
    Truth.Drop drop = window.key();
    row.put("reason", drop.reason());
    row.put("direction", drop.direction());
    row.put("source", drop.source());
    row.put("destination", drop.destination());
    row.put("port", drop.port());
    row.put("protocol", drop.protocol());
    row.put("node", drop.node());
    row.put("policy", drop.policy());
    row.put("count", window.value());
    return row;
  }

  private static Map<String, Object> probe(Window<String, Sli> window) {
    Map<String, Object> row = row(window.slot());
    row.put("probe", window.key());
    row.putAll(sli(window.value()));
    return row;
  }

  private static Map<String, Object> loss(Truth.Loss loss) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("node", loss.node());
    row.put("first", time(loss.firstNs()));
    row.put("last", time(loss.lastNs()));
    row.put("count", loss.count());
    return row;
  }

  private static Map<String, Object> incident(Truth.Incident incident) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", incident.name());
    row.put("kind", incident.kind());
    row.put("subject", incident.subject());
    row.put("cause", incident.cause());
    row.put("start", time(incident.startNs()));
    row.put("end", time(incident.endNs()));
    row.put("hit", incident.hit());
    return row;
  }

  private static String time(long ns) {
    return Instant.ofEpochSecond(0, ns).toString();
  }
}
