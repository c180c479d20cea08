package io.weir.cli.slo;

import io.weir.alerting.slo.IndicatorSelector;
import io.weir.alerting.slo.PeerPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to ask {@code slis} for, so that the answer holds all series of some selectors, and perhaps
 * others.
 *
 * @param indicator which
 * @param edges whether edges, not services
 * @param server a filter of the API; empty for every service
 */
record SliQuery(String indicator, boolean edges, String server) {
  private static final int NAMESPACE = 1;
  private static final int NAME = 3;

  /** Which indicator, and of what: one answer serves all selectors that have both in common. */
  private record Kind(String indicator, boolean edges) {}

  /** As few questions as serve all the selectors: each reads the archive once more. */
  static List<SliQuery> of(List<IndicatorSelector> selectors) {
    Map<Kind, List<String>> servers = new LinkedHashMap<>();
    for (IndicatorSelector selector : selectors) {
      servers
          .computeIfAbsent(
              new Kind(selector.indicator(), selector.ofEdges()), kind -> new ArrayList<>())
          .add(selector.server().flatMap(SliQuery::filter).orElse(""));
    }
    List<SliQuery> queries = new ArrayList<>();
    servers.forEach(
        (kind, filters) ->
            queries.add(
                new SliQuery(
                    kind.indicator(),
                    kind.edges(),
                    filters.stream().distinct().count() == 1 ? filters.get(0) : "")));
    return queries;
  }

  /** What serves one match of a selector; the selector itself without fan-out. */
  static SliQuery of(IndicatorSelector selector, String match) {
    String peer =
        switch (selector.fanOut()) {
          case NONE -> "";
          case SERVICE -> match;
          // client>server>protocol:port
          case EDGE -> match.replaceFirst("^[^>]*>", "").replaceFirst(">.*$", "");
        };
    boolean named = selector.server().isPresent() && peer.split("/", -1).length == NAME + 1;
    return new SliQuery(
        selector.indicator(),
        selector.ofEdges(),
        (named ? Optional.of(PeerPattern.of(peer)) : selector.server())
            .flatMap(SliQuery::filter)
            .orElse(""));
  }

  /** {@code shop/checkout}; empty for patterns that mean several names. */
  private static Optional<String> filter(PeerPattern pattern) {
    String[] parts = pattern.toString().split("/", -1);
    String namespace = parts[NAMESPACE];
    String name = parts[NAME];
    if (name.isEmpty() || name.contains("*") || namespace.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(namespace.contains("*") ? name : namespace + "/" + name);
  }

  /** Its parameters in the API. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("indicator", indicator);
    parameters.put("by", edges ? "edge" : "service");
    if (!server.isEmpty()) {
      parameters.put(edges ? "to" : "service", server);
    }
    return parameters;
  }
}
