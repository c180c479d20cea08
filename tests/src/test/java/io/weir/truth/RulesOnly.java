package io.weir.truth;

import io.weir.cli.simulate.Counted;
import io.weir.collector.simulation.Deliveries;
import io.weir.collector.simulation.Simulation;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.ingest.v1.Event;
import io.weir.series.v1.DropWindow;
import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.Peer;
import io.weir.series.v1.SliWindow;
import io.weir.streams.drop.Denials;
import io.weir.streams.drop.DropDelta;
import io.weir.streams.edge.Connection;
import io.weir.streams.edge.ConnectionTracker;
import io.weir.streams.edge.EdgeCounts;
import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.EdgeRules;
import io.weir.streams.edge.FlowFacts;
import io.weir.streams.edge.NameAnswer;
import io.weir.streams.edge.NameHistory;
import io.weir.streams.sli.Indicator;
import io.weir.streams.sli.SliCounts;
import io.weir.streams.sli.SliTally;
import io.weir.streams.window.WindowSize;
import io.weir.streams.window.Windows;
import io.weir.topic.TopicKeys;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of the jobs without Flink and Kafka: reports in their order of arrival. Either all at
 * once, or as they come, with {@link #onTime} for what waits in vain. Confined to one thread.
 */
public final class RulesOnly {
  private final ConnectionTracker tracker = new ConnectionTracker(EdgeRules.DEFAULT);
  private final Windows windows = new Windows(Duration.ofMinutes(15), Duration.ofMinutes(1));
  private final Map<ByteBuffer, Connection> connections = new HashMap<>();
  private final Map<ByteBuffer, Denials> denials = new HashMap<>();
  private final Map<String, NameHistory> names = new HashMap<>();
  private final Map<EdgeKey, EdgeCounts> edges = new HashMap<>();
  private final Map<ServiceKey, SliTally> services = new HashMap<>();
  private final Map<DropKey, Long> drops = new HashMap<>();
  private final Map<ProbeKey, SliCounts> probes = new HashMap<>();
  private final Set<Connection> waiting = new LinkedHashSet<>();
  private Map<ServiceKey, SliTally> changes = new LinkedHashMap<>();
  private long seq;

  private record EdgeKey(Edge edge, Windows.Window window) {}

  private record ServiceKey(Peer server, Windows.Window window) {}

  private record DropKey(DropWindow group, Windows.Window window) {}

  private record ProbeKey(String probe, Windows.Window window) {}

  /** What the jobs would write: one record for each key. */
  public record Output(List<EdgeWindow> edges, List<SliWindow> slis, List<DropWindow> drops) {}

  /** Runs the simulation to its end. */
  static Counted count(Simulation simulation) {
    RulesOnly rules = new RulesOnly();
    while (simulation.hasNext()) {
      rules.add(simulation.next().event());
    }
    return rules.end();
  }

  /** What is known of {@code events}, which come in their order. */
  static Output output(List<Event> events) {
    RulesOnly rules = new RulesOnly();
    events.forEach(rules::add);
    rules.finish();
    return rules.output();
  }

  /**
   * The same as collectors send it: in batches of each node, so that one tells all and another
   * nothing yet.
   */
  static Counted count(Deliveries deliveries) {
    RulesOnly rules = new RulesOnly();
    while (deliveries.hasNext()) {
      Deliveries.Delivery delivery = deliveries.next();
      if (!delivery.again()) {
        rules.add(delivery.event());
      }
    }
    return rules.end();
  }

  private Counted end() {
    finish();
    Output output = output();
    Counted counted = new Counted();
    output.edges().forEach(counted::add);
    output.slis().forEach(counted::add);
    output.drops().forEach(counted::add);
    return counted;
  }

  /** Takes the next report. */
  public void add(Event event) {
    seq++;
    if (event.hasProbe()) {
      long good = event.getProbe().getSuccess() ? 1 : 0;
      windows
          .of(event.getObservedAtNs())
          .forEach(
              window ->
                  probes.merge(
                      new ProbeKey(event.getProbe().getId(), window),
                      new SliCounts(good, 1),
                      SliCounts::plus));
    }
    if (!event.hasFlow()) {
      return;
    }
    FlowEvent flow =
        FlowEvent.newBuilder()
            .setHeader(
                EventHeader.newBuilder()
                    .setNode(event.getNode())
                    .setCollector(event.getNode())
                    .setSeq(seq)
                    .setObservedAtNs(event.getObservedAtNs()))
            .setFlow(event.getFlow())
            .build();
    ByteBuffer key = ByteBuffer.wrap(TopicKeys.connection(event.getFlow()));
    if (Denials.concerns(event.getFlow())) {
      denials.computeIfAbsent(key, k -> new Denials()).onFlow(flow).forEach(this::drop);
    }
    Connection connection = connections.computeIfAbsent(key, k -> new Connection());
    fold(tracker.onFlow(connection, event.getFlow(), FlowFacts.timeNs(flow)));
    names(connection);
    if (tracker.dueNs(connection) != 0) {
      waiting.add(connection);
    }
  }

  /** Nothing earlier than {@code nowNs} is to come: decides what waits for it. */
  public void onTime(long nowNs) {
    List<Connection> due =
        waiting.stream().filter(connection -> tracker.dueNs(connection) <= nowNs).toList();
    for (Connection connection : due) {
      fold(tracker.onTime(connection, nowNs));
      names(connection);
    }
    waiting.removeIf(connection -> tracker.dueNs(connection) == 0);
  }

  /**
   * What services' windows of ten seconds count more, or less, since it was asked last; records
   * that hold the difference.
   */
  public List<SliWindow> changes() {
    Map<ServiceKey, SliTally> changed = changes;
    changes = new LinkedHashMap<>();
    List<SliWindow> windows = new ArrayList<>();
    changed.forEach((key, tally) -> add(windows, target(key), tally));
    return windows;
  }

  private void drop(DropDelta drop) {
    for (Windows.Window window : windows.of(drop.sample().timeNs())) {
      drops.merge(new DropKey(drop.group(), window), (long) drop.count(), Long::sum);
    }
  }

  private void names(Connection connection) {
    for (NameAnswer answer : connection.answers) {
      String key = answer.edge().getClient().getCluster() + " " + answer.name();
      fold(names.computeIfAbsent(key, k -> new NameHistory()).onAnswer(answer));
    }
    connection.answers.clear();
  }

  private void fold(List<EdgeDelta> deltas) {
    for (EdgeDelta delta : deltas) {
      for (Windows.Window window : windows.of(delta.timeNs())) {
        edges.merge(new EdgeKey(delta.edge(), window), delta.counts(), EdgeCounts::plus);
        ServiceKey service = new ServiceKey(delta.edge().getServer(), window);
        SliTally tally = SliTally.of(delta.counts());
        services.merge(service, tally, SliTally::plus);
        if (window.size() == WindowSize.TEN_SECONDS) {
          changes.merge(service, tally, SliTally::plus);
        }
      }
    }
  }

  /** Nothing is to come. */
  private void finish() {
    connections
        .values()
        .forEach(
            connection -> {
              fold(tracker.onTime(connection, Long.MAX_VALUE));
              names(connection);
            });
  }

  /** What is known so far. */
  public Output output() {
    Output output = new Output(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    edges.forEach(
        (key, counts) -> {
          output
              .edges()
              .add(
                  EdgeWindow.newBuilder()
                      .setEdge(key.edge())
                      .setWindow(key.window().toProto())
                      .setCounts(counts.toProto())
                      .build());
          SliWindow target =
              SliWindow.newBuilder()
                  .setClient(key.edge().getClient())
                  .setServer(key.edge().getServer())
                  .setPort(key.edge().getPort())
                  .setProtocol(key.edge().getProtocol())
                  .setWindow(key.window().toProto())
                  .build();
          add(output.slis(), target, SliTally.of(counts));
        });
    services.forEach((key, tally) -> add(output.slis(), target(key), tally));
    probes.forEach(
        (key, sli) ->
            output
                .slis()
                .add(
                    SliWindow.newBuilder()
                        .setProbe(key.probe())
                        .setIndicator(Indicator.PROBE.label())
                        .setWindow(key.window().toProto())
                        .setGood(sli.good())
                        .setTotal(sli.total())
                        .build()));
    drops.forEach(
        (key, count) ->
            output
                .drops()
                .add(
                    key.group().toBuilder()
                        .setWindow(key.window().toProto())
                        .setCount(count)
                        .build()));
    return output;
  }

  private static SliWindow target(ServiceKey key) {
    return SliWindow.newBuilder().setServer(key.server()).setWindow(key.window().toProto()).build();
  }

  private static void add(List<SliWindow> slis, SliWindow target, SliTally tally) {
    tally
        .byIndicator()
        .forEach(
            (indicator, sli) ->
                slis.add(
                    target.toBuilder()
                        .setIndicator(indicator.label())
                        .setGood(sli.good())
                        .setTotal(sli.total())
                        .build()));
  }
}
