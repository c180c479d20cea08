package io.weir.collector.source.simulated;

import io.weir.collector.simulation.Arrival;
import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.Scenarios;
import io.weir.collector.simulation.Simulation;
import io.weir.collector.source.EventSink;
import io.weir.collector.source.Source;
import io.weir.ingest.v1.Event;
import io.weir.runtime.Readiness;
import io.weir.runtime.StartException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the events of a made cluster when they are due, round after round. The events of some
 * minutes before the start come at once.
 *
 * <p>It is read again after a restart like a file: the position says how many events of which round
 * were given, and equal rounds give equal events. After a longer stop it begins anew.
 */
public final class SimulatedSource implements Source {
  public static final String NAME = "simulated";

  private static final Logger LOG = LoggerFactory.getLogger(SimulatedSource.class);
  private static final int BATCH_MAX = 500;
  private static final long WAIT_NS_MAX = 200_000_000L;
  private static final long CLOSE_MS_MAX = 10_000;

  private final SimulatedConfig config;
  private final InstantSource clock;
  private volatile boolean stopped;
  private volatile Readiness readiness = Readiness.notReady("The source has not started.");
  private @Nullable Thread thread;

  public SimulatedSource(SimulatedConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start(EventSink sink, Optional<String> position) throws StartException {
    SortedMap<String, Scenario> known = Scenarios.all();
    Scenario scenario = known.get(config.scenario());
    if (scenario == null) {
      throw new StartException(
          "collector.simulated.scenario: "
              + config.scenario()
              + " (expected: one of "
              + String.join(", ", known.keySet())
              + ").");
    }
    Instant beginning = clock.instant().minus(config.history());
    Round round =
        position
            .flatMap(Round::decode)
            .filter(last -> !last.next().start(scenario.duration()).isBefore(beginning))
            .orElse(new Round(beginning, 0, 0));
    Thread runs = new Thread(() -> run(scenario, round, sink), "source-" + NAME);
    runs.setDaemon(true);
    thread = runs;
    readiness = Readiness.READY;
    runs.start();
  }

  private void run(Scenario scenario, Round first, EventSink sink) {
    try {
      Round round = first;
      while (!stopped) {
        Simulation simulation = round.simulate(scenario, config);
        give(simulation, round, sink);
        round = round.next();
      }
    } catch (InterruptedException e) {
      readiness = Readiness.notReady("The source is closed.");
    } catch (RuntimeException e) {
      LOG.error("The simulation ended with an error of ours.", e);
      readiness = Readiness.notReady("The simulation ended with an error: " + e);
    }
  }

  /** One round to its end, each event when it is due. */
  private void give(Simulation simulation, Round from, EventSink sink) throws InterruptedException {
    Round round = from;
    List<Event> batch = new ArrayList<>();
    while (!stopped && simulation.hasNext()) {
      Arrival arrival = simulation.next();
      if (arrival.ns() > nowNs() || batch.size() == BATCH_MAX) {
        round = put(batch, round, sink);
        awaitTime(arrival.ns());
      }
      batch.add(arrival.event());
    }
    put(batch, round, sink);
  }

  private static Round put(List<Event> batch, Round round, EventSink sink)
      throws InterruptedException {
    if (batch.isEmpty()) {
      return round;
    }
    Round behind = round.plus(batch.size());
    sink.put(List.copyOf(batch), Optional.of(behind.encode()));
    batch.clear();
    return behind;
  }

  private void awaitTime(long ns) throws InterruptedException {
    for (long leftNs = ns - nowNs(); leftNs > 0 && !stopped; leftNs = ns - nowNs()) {
      TimeUnit.NANOSECONDS.sleep(Math.min(leftNs, WAIT_NS_MAX));
    }
    if (stopped) {
      throw new InterruptedException("The source is closed.");
    }
  }

  private long nowNs() {
    Instant now = clock.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  @Override
  public Readiness readiness() {
    return readiness;
  }

  @Override
  public void close() {
    stopped = true;
    Thread runs = thread;
    if (runs != null) {
      runs.interrupt();
      try {
        runs.join(CLOSE_MS_MAX);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    readiness = Readiness.notReady("The source is closed.");
  }
}
