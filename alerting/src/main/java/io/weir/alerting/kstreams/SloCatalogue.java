package io.weir.alerting.kstreams;

import io.weir.alerting.slo.Slo;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The objectives in force. Whoever reads documents replaces them as a whole; every stream task
 * looks at the newest set. Safe for use by several threads.
 */
public final class SloCatalogue {
  private volatile Snapshot newest = new Snapshot(0, Map.of(), Map.of());

  /**
   * One set of objectives. Immutable.
   *
   * @param version grows with every replacement; 0 before the first
   */
  record Snapshot(long version, Map<String, Slo> byId, Map<String, List<Slo>> byIndicator) {
    /** Those that count an indicator. */
    List<Slo> of(String indicator) {
      return byIndicator.getOrDefault(indicator, List.of());
    }

    /** The objective of an id, before fan-out. */
    Optional<Slo> find(String id) {
      return Optional.ofNullable(byId.get(id));
    }
  }

  /**
   * Puts these objectives in force, and no others.
   *
   * @throws IllegalArgumentException if two have one id
   */
  public synchronized void replace(Collection<Slo> slos) {
    Map<String, Slo> byId = new LinkedHashMap<>();
    for (Slo slo : slos) {
      if (byId.putIfAbsent(slo.id(), slo) != null) {
        throw new IllegalArgumentException("id: " + slo.id() + " twice (expected: unique ids)");
      }
    }
    newest =
        new Snapshot(
            newest.version() + 1,
            Map.copyOf(byId),
            slos.stream().collect(Collectors.groupingBy(slo -> slo.selector().indicator())));
  }

  Snapshot snapshot() {
    return newest;
  }
}
