package io.weir.alerting.suggest;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * A server workload and what was counted of it, all callers together.
 *
 * @param cluster may be empty
 * @param namespace empty on plain hosts, and for peers that are no workload
 * @param kind {@code Deployment}, {@code World}, …
 * @param name of the workload
 * @param indicators by name, as in {@code weir.slis.v1}
 */
public record ObservedService(
    String cluster, String namespace, String kind, String name, Map<String, Seen> indicators)
    implements Comparable<ObservedService> {
  private static final Comparator<ObservedService> ORDER =
      Comparator.comparing(ObservedService::namespace)
          .thenComparing(ObservedService::name)
          .thenComparing(ObservedService::kind)
          .thenComparing(ObservedService::cluster);

  public ObservedService {
    indicators = Map.copyOf(indicators);
  }

  /** What people call it: {@code namespace/name}, or the name alone. */
  String label() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  /** Its events of an indicator; empty when there were none. */
  Optional<Seen> seen(String indicator) {
    return Optional.ofNullable(indicators.get(indicator)).filter(seen -> seen.total() > 0);
  }

  @Override
  public int compareTo(ObservedService other) {
    return ORDER.compare(this, other);
  }
}
