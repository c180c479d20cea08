package io.weir.cli.simulate;

import io.weir.collector.simulation.Simulation;
import io.weir.collector.source.EventSink;
import io.weir.collector.source.FiniteSource;
import io.weir.ingest.v1.Event;
import io.weir.runtime.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a simulation's events as fast as they are taken, once. Its position is never used. */
final class ScenarioSource implements FiniteSource {
  private static final Logger LOG = LoggerFactory.getLogger(ScenarioSource.class);
  private static final int BATCH = 500;

  private final Simulation simulation;
  private volatile boolean stopped;
  private volatile boolean done;
  private volatile long given;
  private @Nullable Thread thread;

  ScenarioSource(Simulation simulation) {
    this.simulation = simulation;
  }

  @Override
  public String name() {
    return "scenario";
  }

  @Override
  public void start(EventSink sink, Optional<String> position) {
    Thread runs = new Thread(() -> run(sink), "source-scenario");
    runs.setDaemon(true);
    thread = runs;
    runs.start();
  }

  private void run(EventSink sink) {
    try {
      List<Event> batch = new ArrayList<>(BATCH);
      while (!stopped && simulation.hasNext()) {
        batch.add(simulation.next().event());
        if (batch.size() == BATCH) {
          give(batch, sink);
        }
      }
      give(batch, sink);
      done = !stopped;
    } catch (InterruptedException e) {
      LOG.debug("Stopped while events were left.");
    }
  }

  private void give(List<Event> batch, EventSink sink) throws InterruptedException {
    long behind = given + batch.size();
    // With a position the spool waits instead of discarding.
    sink.put(List.copyOf(batch), Optional.of(Long.toString(behind)));
    given = behind;
    batch.clear();
  }

  /** Events given so far. */
  long given() {
    return given;
  }

  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public Readiness readiness() {
    return Readiness.READY;
  }

  @Override
  public void close() {
    stopped = true;
    Thread runs = thread;
    if (runs != null) {
      runs.interrupt();
      try {
        runs.join(TimeUnit.SECONDS.toMillis(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
