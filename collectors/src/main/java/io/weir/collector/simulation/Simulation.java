package io.weir.collector.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;

/**
 * A scenario, run: gives the reports in the order in which they come in, and in the end the truth.
 *
 * <p>Plans no further ahead than it must, so memory holds what is under way and the truth. Equal
 * scenario, seed, scale and start give equal reports. Confined to one thread.
 */
public final class Simulation implements Iterator<Arrival> {
  /** The largest factor for the rate of all traffic. */
  public static final double SCALE_MAX = 10_000;

  private final Scenario scenario;
  private final long startNs;
  private final long endNs;
  private final Truth truth = new Truth();
  private final Recorder recorder;
  private final Reporting reporting;
  private final Incidents incidents;
  private final Planner planner;
  private final List<Beginning> beginnings = new ArrayList<>();
  private Optional<Arrival> next = Optional.empty();
  private boolean ended;

  /** As the scenario says, at its own time. */
  public Simulation(Scenario scenario, long seed, double scale) {
    this(scenario, seed, scale, scenario.startTime());
  }

  /**
   * The same at another time.
   *
   * @param scale factor for the rate of all traffic
   */
  public Simulation(Scenario scenario, long seed, double scale, Instant start) {
    this(scenario, seed, seed, scale, start);
  }

  /** One of many rounds in one cluster: the pods of all are the same, the requests are not. */
  public static Simulation round(
      Scenario scenario, long seed, long round, double scale, Instant start) {
    return new Simulation(scenario, seed, Dice.of(seed, "round " + round).next(), scale, start);
  }

  private Simulation(Scenario scenario, long clusterSeed, long seed, double scale, Instant start) {
    Rules.require(scale > 0 && scale <= SCALE_MAX, "scale", scale, "above 0, at most " + SCALE_MAX);
    this.scenario = scenario;
    this.startNs = TimeUnit.SECONDS.toNanos(start.getEpochSecond()) + start.getNano();
    this.endNs = startNs + scenario.duration().toNanos();
    this.recorder = new Recorder(truth, seed, startNs);
    this.reporting = new Reporting(truth, Dice.of(seed, "reporting"), startNs);
    this.incidents = Incidents.of(scenario, startNs);
    Cluster cluster = Cluster.of(scenario, clusterSeed, startNs);
    Setting setting =
        new Setting(
            scenario,
            cluster,
            incidents,
            Kills.of(incidents, cluster),
            recorder,
            Dice.of(seed, "requests"),
            new Ports());
    this.planner = new Planner(setting);
    for (int i = 0; i < scenario.traffic().size(); i++) {
      beginnings.add(
          new Requests(
              scenario.traffic().get(i),
              setting,
              planner,
              Dice.of(seed, "traffic " + i),
              scale,
              startNs,
              endNs));
    }
    beginnings.add(new HostReports(setting, Dice.of(seed, "hosts"), startNs, endNs));
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && !ended) {
      next = advance();
    }
    return next.isPresent();
  }

  @Override
  public Arrival next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The scenario is over.");
    }
    Arrival arrival = next.orElseThrow();
    next = Optional.empty();
    return arrival;
  }

  /** One step: the earliest of what may arrive, be seen, or begin. */
  private Optional<Arrival> advance() {
    Beginning beginning = earliest();
    PriorityQueue<Sighting> sightings = recorder.sightings();
    long seenNs = sightings.isEmpty() ? Long.MAX_VALUE : sightings.peek().trueNs();
    Optional<Arrival> arrival = reporting.next(Math.min(seenNs, beginning.nextNs()));
    if (arrival.isPresent()) {
      return arrival;
    }
    if (seenNs == Long.MAX_VALUE && beginning.nextNs() == Long.MAX_VALUE) {
      planner.finish();
      reporting.end();
      Optional<Arrival> last = reporting.next(Long.MAX_VALUE);
      ended = last.isEmpty();
      return last;
    }
    // Whatever begins later is seen later still.
    if (seenNs < beginning.nextNs()) {
      reporting.take(sightings.remove());
    } else {
      beginning.plan();
    }
    return Optional.empty();
  }

  private Beginning earliest() {
    Beginning earliest = beginnings.get(0);
    for (Beginning beginning : beginnings) {
      if (beginning.nextNs() < earliest.nextNs()) {
        earliest = beginning;
      }
    }
    return earliest;
  }

  /** What happened. Complete once {@link #hasNext} says false. */
  public Truth truth() {
    return truth;
  }

  /** The incidents of the scenario, with whom they have hurt so far. */
  public List<Truth.Incident> incidents() {
    return incidents.all().stream()
        .map(
            incident -> {
              SortedSet<String> hit = truth.hit(incident.name());
              return new Truth.Incident(
                  incident.name(),
                  incident.fault().kind(),
                  incident.fault().subject(),
                  incident.cause(),
                  incident.startNs(),
                  incident.endNs(),
                  hit);
            })
        .toList();
  }

  public Scenario scenario() {
    return scenario;
  }

  /** Event time at which it begins, on a clock that is right. */
  public long startNs() {
    return startNs;
  }

  /** Event time after which nothing begins. */
  public long endNs() {
    return endNs;
  }
}
