package io.weir.relay.observe;

import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.observer.Namespace;
import io.weir.hubble.observer.Node;
import io.weir.hubble.relay.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which nodes and namespaces the live tail has seen, and how fast events come. Names are forgotten
 * after a time without events; there is a limit on how many are kept. Times are times of arrival,
 * so that a replayed old capture counts as of now. Safe for use by several threads.
 */
final class Census {
  private static final int RATE_SECONDS = 60;

  private record NamespaceName(String cluster, String namespace) {}

  private static final class Sighting {
    private final Instant first;
    private Instant last;
    private long events;

    Sighting(Instant first) {
      this.first = first;
      this.last = first;
    }
  }

  private final int namesMax;
  private final Duration retention;
  private final InstantSource clock;
  private final ObserveMetrics metrics;
  private final Instant started;
  private final Map<String, Sighting> nodes = new HashMap<>();
  private final Map<NamespaceName, Sighting> namespaces = new HashMap<>();
  private final long[] perSecond = new long[RATE_SECONDS];
  private long newestSecond;
  private long seen;

  Census(ObserveConfig config, InstantSource clock, ObserveMetrics metrics) {
    this.namesMax = config.namesMax();
    this.retention = config.nameRetention();
    this.clock = clock;
    this.metrics = metrics;
    this.started = clock.instant();
    this.newestSecond = started.getEpochSecond();
  }

  synchronized void add(FlowEvent event) {
    Instant now = clock.instant();
    seen++;
    advance(now);
    perSecond[(int) Math.floorMod(now.getEpochSecond(), (long) RATE_SECONDS)]++;
    see(nodes, Responses.nodeName(event), now);
    if (event.hasFlow()) {
      Flow flow = event.getFlow();
      seeNamespace(flow.getSource(), now);
      seeNamespace(flow.getDestination(), now);
    }
  }

  private void seeNamespace(Endpoint endpoint, Instant now) {
    if (!endpoint.getNamespace().isEmpty()) {
      see(namespaces, new NamespaceName(endpoint.getClusterName(), endpoint.getNamespace()), now);
    }
  }

  private <K> void see(Map<K, Sighting> names, K name, Instant now) {
    Sighting sighting = names.get(name);
    if (sighting == null) {
      if (names.size() >= namesMax) {
        forgetOld(names, now);
      }
      if (names.size() >= namesMax) {
        metrics.unlisted();
        return;
      }
      sighting = new Sighting(now);
      names.put(name, sighting);
    }
    sighting.last = now;
    sighting.events++;
  }

  private <K> void forgetOld(Map<K, Sighting> names, Instant now) {
    names.values().removeIf(sighting -> sighting.last.plus(retention).isBefore(now));
  }

  /** Clears the seconds that passed since the newest one. */
  private void advance(Instant now) {
    long second = now.getEpochSecond();
    long from = Math.max(newestSecond + 1, second - RATE_SECONDS + 1);
    for (long s = from; s <= second; s++) {
      perSecond[(int) Math.floorMod(s, (long) RATE_SECONDS)] = 0;
    }
    newestSecond = Math.max(newestSecond, second);
  }

  /** Events since the start. */
  synchronized long seen() {
    return seen;
  }

  Duration uptime() {
    return Duration.between(started, clock.instant());
  }

  /** Events a second over the last minute, or since the start if that is shorter. */
  synchronized double rate() {
    advance(clock.instant());
    long events = 0;
    for (long count : perSecond) {
      events += count;
    }
    double seconds = Math.min(RATE_SECONDS, Math.max(1, uptime().toMillis() / 1000.0));
    return events / seconds;
  }

  /** Nodes with events lately, by name. */
  synchronized List<Node> nodes() {
    Instant now = clock.instant();
    forgetOld(nodes, now);
    return nodes.entrySet().stream()
        .map(
            entry ->
                Node.newBuilder()
                    .setName(entry.getKey())
                    .setState(NodeState.NODE_CONNECTED)
                    .setUptimeNs(Duration.between(entry.getValue().first, now).toNanos())
                    .setSeenFlows(entry.getValue().events)
                    .build())
        .sorted(Comparator.comparing(Node::getName))
        .toList();
  }

  /** Namespaces with flows lately, by cluster, then name. */
  synchronized List<Namespace> namespaces() {
    forgetOld(namespaces, clock.instant());
    return namespaces.keySet().stream()
        .sorted(
            Comparator.comparing(NamespaceName::cluster).thenComparing(NamespaceName::namespace))
        .map(
            name ->
                Namespace.newBuilder()
                    .setCluster(name.cluster())
                    .setNamespace(name.namespace())
                    .build())
        .toList();
  }
}
