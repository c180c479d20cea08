package io.weir.dashboards.flows;

import io.weir.filter.query.Key;
import io.weir.hubble.flow.DropReason;
import io.weir.hubble.observer.GetFlowsResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Values that the newest flows have, by key, for completion. Asked of the observer at most every
 * few seconds, whoever types. Safe for several threads.
 */
public final class SeenValues {
  /** Flows that are looked at. */
  private static final int SAMPLE = 1_000;

  /** Values of a key at most. */
  private static final int VALUES_MAX = 500;

  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Observer observer;
  private final InstantSource clock;
  private Map<String, List<String>> values = Map.of();
  private Instant at = Instant.MIN;

  public SeenValues(Observer observer, InstantSource clock) {
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * Values of a key, the most frequent first.
   *
   * @throws ObserverException if the observer does not answer
   */
  public List<String> of(Key key) {
    String name = key.name();
    return read().getOrDefault(name.substring(name.indexOf('.') + 1), List.of());
  }

  private synchronized Map<String, List<String>> read() {
    Instant now = clock.instant();
    if (!at.isAfter(now.minus(FRESH))) {
      at = now; // also if there is no answer: everybody who types waits for this one
      values = Map.of();
      Observer.Glance glance = observer.glance(SAMPLE);
      Tally tally = new Tally();
      glance.flows().forEach(tally::add);
      // Also what has been quiet for a while.
      glance.namespaces().forEach(namespace -> tally.add("namespace", namespace, 0));
      glance.nodes().forEach(node -> tally.add("node", node, 0));
      values = tally.values();
    }
    return values;
  }

  /** How often each value was seen. */
  static final class Tally {
    private final Map<String, Map<String, Integer>> counts = new HashMap<>();

    void add(GetFlowsResponse response) {
      FlowRow row = FlowRow.of(response);
      add("node", row.node(), 1);
      add("verdict", row.verdict().toLowerCase(Locale.ROOT), 1);
      row.reason()
          .filter(reason -> !reason.name().equals(DropReason.UNRECOGNIZED.name()))
          .ifPresent(reason -> add("reason", reason.name().toLowerCase(Locale.ROOT), 1));
      row.protocol().ifPresent(protocol -> add("protocol", protocol.toLowerCase(Locale.ROOT), 1));
      var l7 = response.getFlow().getL7();
      add("dns", withoutDot(l7.getDns().getQuery()), 1);
      add("method", l7.getHttp().getMethod(), 1);
      if (l7.getHttp().getCode() != 0) {
        add("status", Integer.toString(l7.getHttp().getCode()), 1);
      }
      add(row.source());
      add(row.destination());
    }

    private void add(FlowPeer peer) {
      peer.namespace().ifPresent(namespace -> add("namespace", namespace, 1));
      peer.pod()
          .ifPresent(pod -> add("pod", peer.namespace().map(ns -> ns + "/").orElse("") + pod, 1));
      peer.workload().ifPresent(workload -> add("workload", workload, 1));
      peer.service().ifPresent(service -> add("service", service, 1));
      peer.cluster().ifPresent(cluster -> add("cluster", cluster, 1));
      peer.ip().ifPresent(ip -> add("ip", ip, 1));
      // The other ports are of one connection each.
      peer.port().filter(port -> port < 32_768).ifPresent(port -> add("port", port + "", 1));
      peer.names().forEach(name -> add("fqdn", withoutDot(name), 1));
      add("identity", peer.identity(), 1);
    }

    private static String withoutDot(String name) {
      return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    void add(String key, String value, int count) {
      if (!value.isEmpty()) {
        counts.computeIfAbsent(key, k -> new LinkedHashMap<>()).merge(value, count, Integer::sum);
      }
    }

    Map<String, List<String>> values() {
      return counts.entrySet().stream()
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> mostFirst(e.getValue())));
    }

    private static List<String> mostFirst(Map<String, Integer> counts) {
      return counts.entrySet().stream()
          .sorted(
              Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                  .thenComparing(Map.Entry.comparingByKey()))
          .limit(VALUES_MAX)
          .map(Map.Entry::getKey)
          .toList();
    }
  }
}
