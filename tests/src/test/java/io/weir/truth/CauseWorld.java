package io.weir.truth;

import io.weir.alerting.cause.CauseInput;
import io.weir.alerting.cause.FlowSightings;
import io.weir.alerting.cause.Frame;
import io.weir.alerting.cause.Sightings;
import io.weir.alerting.cause.Target;
import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.Simulation;
import io.weir.collector.simulation.Truth;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.ProbeEvent;
import io.weir.event.v1.ResourceEvent;
import io.weir.ingest.v1.Event;
import io.weir.series.v1.SliWindow;
import io.weir.topic.TopicKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A scenario as alerting would see it at a moment: what has come in by then, through the rules of
 * the jobs. SLOs have an objective of 99 % and burn when 30 s spend at 14.4 times the budget's rate
 * with at least five bad events.
 */
final class CauseWorld {
  static final long WINDOW_NS = Truth.LENGTHS_NS.get(0);
  private static final int WINDOWS = 3;
  private static final double BURNING_RATIO = 14.4 * 0.01;
  private static final long BAD_MIN = 5;

  final Simulation simulation;
  private final List<Event> events = new ArrayList<>();
  private final List<Long> arrivals = new ArrayList<>();

  /** The world at {@code nowNs}: nothing that came in later. */
  record Moment(long nowNs, RulesOnly.Output output, CauseInput any) {}

  CauseWorld(Scenario scenario, long seed, double scale) {
    this.simulation = new Simulation(scenario, seed, scale);
    while (simulation.hasNext()) {
      var arrival = simulation.next();
      events.add(arrival.event());
      arrivals.add(arrival.ns());
    }
  }

  Moment at(long nowNs) {
    List<Event> known = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (arrivals.get(i) < nowNs) {
        known.add(events.get(i));
      }
    }
    RulesOnly.Output output = RulesOnly.output(known);
    return new Moment(nowNs, output, input(nowNs, known, output));
  }

  /** SLOs of services and probes that burn at the moment, by their text. */
  SortedMap<String, Target> burning(Moment moment) {
    SortedMap<String, long[]> sums = new TreeMap<>();
    SortedMap<String, Target> targets = new TreeMap<>();
    for (SliWindow sli : moment.output().slis()) {
      long startNs = sli.getWindow().getStartNs();
      if (sli.hasClient()
          || sli.getWindow().getLengthNs() != WINDOW_NS
          || startNs < moment.nowNs() - WINDOWS * WINDOW_NS) {
        continue;
      }
      Target target = target(sli);
      String text = target.indicator() + " of " + target.probe().orElse(target.server());
      targets.put(text, target);
      long[] sum = sums.computeIfAbsent(text, key -> new long[2]);
      sum[0] += sli.getTotal() - sli.getGood();
      sum[1] += sli.getTotal();
    }
    sums.forEach(
        (text, sum) -> {
          if (sum[0] < BAD_MIN || sum[0] < BURNING_RATIO * sum[1]) {
            targets.remove(text);
          }
        });
    return targets;
  }

  /** Everything an SLO could be about. */
  Set<Target> targets(Moment moment) {
    Set<Target> targets = new LinkedHashSet<>();
    for (SliWindow sli : moment.output().slis()) {
      if (!sli.hasClient()) {
        targets.add(target(sli));
      }
    }
    return targets;
  }

  /**
   * True when it was at least half as bad before the first incident as it takes to burn: nobody
   * sets an objective of 99 % for that.
   */
  boolean isAlwaysBad(Moment moment, Target target) {
    long untilNs =
        simulation.incidents().stream().mapToLong(Truth.Incident::startNs).min().orElseThrow();
    long bad = 0;
    long total = 0;
    for (SliWindow sli : moment.output().slis()) {
      if (!sli.hasClient()
          && sli.getWindow().getLengthNs() == WINDOW_NS
          && sli.getWindow().getStartNs() < untilNs
          && target(sli).equals(target)) {
        bad += sli.getTotal() - sli.getGood();
        total += sli.getTotal();
      }
    }
    return bad > BURNING_RATIO / 2 * total;
  }

  private static Target target(SliWindow sli) {
    return sli.getProbe().isEmpty()
        ? Target.service(sli.getIndicator(), TopicKeys.peer(sli.getServer()))
        : Target.probe(sli.getProbe(), "");
  }

  /** What is known, asked about one target. */
  CauseInput input(Moment moment, Target target) {
    CauseInput any = moment.any();
    return new CauseInput(
        target,
        any.frame(),
        any.edges(),
        any.slis(),
        any.drops(),
        any.probes(),
        any.resources(),
        any.sightings());
  }

  /** The incident is said to have begun with the windows that burn. */
  private CauseInput input(long nowNs, List<Event> known, RulesOnly.Output output) {
    Frame frame =
        new Frame(
            WINDOW_NS,
            simulation.startNs(),
            Math.max(simulation.startNs() + WINDOW_NS, nowNs - WINDOWS * WINDOW_NS),
            nowNs);
    List<ProbeEvent> probes = new ArrayList<>();
    List<ResourceEvent> resources = new ArrayList<>();
    FlowSightings sightings = new FlowSightings(frame, FlowSightings.SLOW);
    Losses losses = new Losses();
    long seq = 0;
    for (Event event : known) {
      losses.add(event);
      EventHeader header =
          EventHeader.newBuilder()
              .setNode(event.getNode())
              .setCollector(event.getNode())
              .setSeq(++seq)
              .setObservedAtNs(event.getObservedAtNs())
              .build();
      if (event.hasProbe()) {
        probes.add(ProbeEvent.newBuilder().setHeader(header).setProbe(event.getProbe()).build());
      } else if (event.hasResource()) {
        resources.add(
            ResourceEvent.newBuilder().setHeader(header).setResource(event.getResource()).build());
      } else if (event.hasFlow()) {
        sightings.add(FlowEvent.newBuilder().setHeader(header).setFlow(event.getFlow()).build());
      } else if (event.hasLoss()) {
        sightings.add(FlowEvent.newBuilder().setHeader(header).setLoss(event.getLoss()).build());
      }
    }
    Sightings seen = sightings.done();
    return new CauseInput(
        Target.service("", ""),
        frame,
        losses.cover(output.edges()),
        output.slis(),
        output.drops(),
        probes,
        resources,
        seen);
  }

  /** The incident that is on, or was until a moment ago. */
  Optional<Truth.Incident> incident(long nowNs) {
    return simulation.incidents().stream()
        .filter(incident -> incident.startNs() < nowNs && nowNs <= incident.endNs() + 2 * WINDOW_NS)
        .reduce((first, second) -> second);
  }

  static Duration since(Truth.Incident incident, long nowNs) {
    return Duration.ofNanos(nowNs - incident.startNs());
  }
}
