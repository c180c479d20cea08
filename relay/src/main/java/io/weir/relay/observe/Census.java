package io.weir.relay.observe;

import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.NodeReport;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.observer.Namespace;
import io.weir.hubble.observer.Node;
import io.weir.hubble.observer.TLS;
import io.weir.hubble.relay.NodeState;
import io.weir.model.MinuteRate;
import io.weir.query.v1.NodeClock;
import io.weir.relay.observe.NodeRoster.Known;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes and namespaces there are, and how fast events come.
 *
 * <p>Nodes come from the reports of collectors, so that all relays agree and a restart of one
 * forgets nothing; a node that sends flows without a report (an older collector) is listed by what
 * the live tail saw of it. Namespaces come from flows. Names are forgotten after a time; there is a
 * limit on how many are kept. Times are times of arrival, so that a replayed old capture counts as
 * of now. Safe for use by several threads.
 */
final class Census {
  private record NamespaceName(String cluster, String namespace) {}

  /** What was seen under a name since the start, or since it was forgotten. */
  private static final class Sighting {
    private final Instant first;
    private final MinuteRate rate;
    private Instant last;
    private long flows;
    private int live;

    Sighting(Instant first, Instant started) {
      this.first = first;
      this.last = first;
      this.rate = new MinuteRate(started);
    }
  }

  /**
   * All nodes together.
   *
   * @param connected how many are
   * @param unavailable names of the others
   * @param seenFlows of connected nodes
   * @param flowsRate of connected nodes, flows a second
   * @param uptime the longest of a connected node
   */
  record Totals(
      int connected, List<String> unavailable, long seenFlows, double flowsRate, Duration uptime) {}

  private final int namesMax;
  private final Duration retention;
  private final InstantSource clock;
  private final ObserveMetrics metrics;
  private final Instant started;
  private final NodeRoster roster;
  private final Map<String, Sighting> nodes = new HashMap<>();
  private final Map<NamespaceName, Instant> namespaces = new HashMap<>();
  private final List<NodeListener> listeners = new ArrayList<>();
  private final Object telling = new Object();

  /** Whose the newest events are: as many as the ring holds at most. */
  private final @Nullable Sighting[] newest;

  private int newestAt;
  private final MinuteRate rate;
  private long seen;
  private List<Node> told = List.of();

  Census(ObserveConfig config, InstantSource clock, ObserveMetrics metrics) {
    this.namesMax = config.namesMax();
    this.retention = config.nameRetention();
    this.clock = clock;
    this.metrics = metrics;
    this.started = clock.instant();
    this.roster =
        new NodeRoster(config.namesMax(), config.unavailableAfter(), config.nameRetention());
    this.newest = new @Nullable Sighting[config.ringEvents()];
    this.rate = new MinuteRate(started);
  }

  /** An event arrived. */
  synchronized void add(FlowEvent event) {
    Instant now = clock.instant();
    seen++;
    rate.add(now, 1);
    live(seeNode(Responses.nodeName(event), event.hasFlow(), now));
    see(event, now);
  }

  /** An event that arrived at {@code then}, before this relay ran. */
  synchronized void recall(FlowEvent event, Instant then) {
    see(event, then);
  }

  private void see(FlowEvent event, Instant at) {
    if (event.hasFlow()) {
      Flow flow = event.getFlow();
      seeNamespace(flow.getSource(), at);
      seeNamespace(flow.getDestination(), at);
    }
  }

  /** A report arrived in the topic {@code at} this time. */
  synchronized void report(NodeReport report, Instant at) {
    if (!roster.take(report, at, clock.instant())) {
      metrics.unlisted();
    }
  }

  private void live(@Nullable Sighting sighting) {
    Sighting oldest = newest[newestAt];
    if (oldest != null) {
      oldest.live--;
    }
    if (sighting != null) {
      sighting.live++;
    }
    newest[newestAt] = sighting;
    newestAt = (newestAt + 1) % newest.length;
  }

  private void seeNamespace(Endpoint endpoint, Instant at) {
    if (endpoint.getNamespace().isEmpty()) {
      return;
    }
    NamespaceName name = new NamespaceName(endpoint.getClusterName(), endpoint.getNamespace());
    if (!namespaces.containsKey(name) && namespaces.size() >= namesMax) {
      forgetOld(clock.instant());
      if (namespaces.size() >= namesMax) {
        metrics.unlisted();
        return;
      }
    }
    namespaces.merge(name, at, (one, other) -> one.isAfter(other) ? one : other);
  }

  private @Nullable Sighting seeNode(String name, boolean flow, Instant now) {
    Sighting sighting = nodes.get(name);
    if (sighting == null) {
      if (nodes.size() >= namesMax) {
        forgetOld(now);
      }
      if (nodes.size() >= namesMax) {
        metrics.unlisted();
        return null;
      }
      sighting = new Sighting(now, started);
      nodes.put(name, sighting);
    }
    sighting.last = now;
    if (flow) {
      sighting.flows++;
      sighting.rate.add(now, 1);
    }
    return sighting;
  }

  private void forgetOld(Instant now) {
    Instant limit = now.minus(retention);
    nodes.values().removeIf(sighting -> sighting.last.isBefore(limit));
    namespaces.values().removeIf(last -> last.isBefore(limit));
  }

  /** Nodes by name. */
  synchronized List<Node> nodes() {
    Instant now = clock.instant();
    forgetOld(now);
    Map<String, Known> reported = roster.nodes(now);
    List<Node> all = new ArrayList<>();
    reported.values().stream()
        .filter(known -> known.state() != NodeState.NODE_GONE)
        .map(this::node)
        .forEach(all::add);
    nodes.forEach(
        (name, sighting) -> {
          if (!reported.containsKey(name)) {
            all.add(node(name, sighting, now));
          }
        });
    all.sort(Comparator.comparing(Node::getName));
    return List.copyOf(all);
  }

  /** True if a collector has reported lately, so that it is known who is out of reach. */
  synchronized boolean hasReports() {
    return !roster.nodes(clock.instant()).isEmpty();
  }

  /** How far the clocks of connected nodes are off, by name, as far as that is known. */
  synchronized List<NodeClock> clocks() {
    return roster.nodes(clock.instant()).values().stream()
        .flatMap(known -> known.clock().stream())
        .toList();
  }

  private Node node(Known known) {
    Node.Builder node =
        Node.newBuilder()
            .setName(known.name())
            .setState(known.state())
            .setAddress(known.address())
            .setTls(TLS.getDefaultInstance());
    if (!known.version().isEmpty()) {
      node.setVersion("weir v" + known.version());
    }
    // Hubble fills numbers of reachable nodes alone.
    if (known.state() == NodeState.NODE_CONNECTED) {
      Sighting sighting = nodes.get(known.name());
      node.setUptimeNs(known.uptime().toNanos())
          .setSeenFlows(seenFlows(known))
          .setNumFlows(sighting == null ? 0 : sighting.live)
          .setMaxFlows(newest.length);
    }
    return node.build();
  }

  /** Reports are some seconds old, and not everybody who sends flows of a node reports them. */
  private long seenFlows(Known known) {
    Sighting sighting = nodes.get(known.name());
    return sighting == null ? known.seenFlows() : Math.max(known.seenFlows(), sighting.flows);
  }

  private Node node(String name, Sighting sighting, Instant now) {
    return Node.newBuilder()
        .setName(name)
        .setState(NodeState.NODE_CONNECTED)
        .setTls(TLS.getDefaultInstance())
        .setUptimeNs(Duration.between(sighting.first, now).toNanos())
        .setSeenFlows(sighting.flows)
        .setNumFlows(sighting.live)
        .setMaxFlows(newest.length)
        .build();
  }

  /** The sum over all nodes; without any report, what this relay saw itself. */
  synchronized Totals totals() {
    Instant now = clock.instant();
    forgetOld(now);
    Map<String, Known> reported = roster.nodes(now);
    Duration ours = Duration.between(started, now);
    if (reported.isEmpty()) {
      return new Totals(nodes.size(), List.of(), seen, rate.perSecond(now), ours);
    }
    int connected = 0;
    long flows = 0;
    double flowsRate = 0;
    Duration uptime = Duration.ZERO;
    List<String> unavailable = new ArrayList<>();
    for (Known known : reported.values()) {
      if (known.state() == NodeState.NODE_CONNECTED) {
        connected++;
        flows += seenFlows(known);
        flowsRate += known.flowsRate();
        uptime = known.uptime().compareTo(uptime) > 0 ? known.uptime() : uptime;
      } else if (known.state() != NodeState.NODE_GONE) {
        unavailable.add(known.name());
      }
    }
    for (Map.Entry<String, Sighting> node : nodes.entrySet()) {
      if (!reported.containsKey(node.getKey())) {
        connected++;
        flows += node.getValue().flows;
        flowsRate += node.getValue().rate.perSecond(now);
      }
    }
    return new Totals(connected, unavailable, flows, flowsRate, uptime.isZero() ? ours : uptime);
  }

  /** Namespaces with flows lately, by cluster, then name. */
  synchronized List<Namespace> namespaces() {
    forgetOld(clock.instant());
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

  /** Tells {@code listener} of the nodes now, and whenever they change. */
  void addListener(NodeListener listener) {
    synchronized (telling) {
      listeners.add(listener);
      listener.changed(nodes());
    }
  }

  /** Time passes: tells the listeners what has changed. Called about once a second. */
  void tick() {
    synchronized (telling) {
      List<Node> now = nodes();
      List<Node> names = now.stream().map(Census::withoutNumbers).toList();
      if (!names.equals(told)) {
        told = names;
        listeners.forEach(listener -> listener.changed(now));
      }
    }
  }

  private static Node withoutNumbers(Node node) {
    return node.toBuilder()
        .clearUptimeNs()
        .clearNumFlows()
        .clearMaxFlows()
        .clearSeenFlows()
        .build();
  }
}
