package io.weir.quality;

import io.weir.collector.simulation.Arrival;
import io.weir.collector.simulation.Simulation;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.ProbeEvent;
import io.weir.event.v1.ResourceEvent;
import io.weir.ingest.v1.Event;
import io.weir.quality.Recording.Change;
import io.weir.series.v1.SliWindow;
import io.weir.storage.StoredFlow;
import io.weir.truth.Losses;
import io.weir.truth.RulesOnly;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A simulated cluster as alerting comes to know it: reports in their order of arrival through the
 * rules of the jobs, with their watermark. Whoever asks knows nothing that arrives later. Confined
 * to one thread.
 */
final class Observed {
  /** As {@code jobs.out-of-orderness}. */
  private static final long DISORDER_NS = Duration.ofSeconds(5).toNanos();

  /** More than a diagnosis looks at. */
  private static final int FLOWS_KEPT = 110_000;

  private static final long NS_PER_MS = 1_000_000;

  private final Simulation simulation;
  private final Objectives objectives;
  private final boolean archives;
  private final long startMs;
  private final RulesOnly rules = new RulesOnly();
  private final Losses losses = new Losses();
  private final Deque<StoredFlow> flows = new ArrayDeque<>();
  private final List<ProbeEvent> probes = new ArrayList<>();
  private final List<ResourceEvent> resources = new ArrayList<>();
  private final List<Change> lost = new ArrayList<>();
  private Optional<Arrival> next = Optional.empty();
  private long newestNs;
  private long seq;

  /**
   * @param archives whether it shall be asked for an {@link #archive}
   */
  Observed(Simulation simulation, Objectives objectives, boolean archives) {
    this.simulation = simulation;
    this.objectives = objectives;
    this.archives = archives;
    this.startMs = simulation.startNs() / NS_PER_MS;
  }

  /** Takes in what arrives before {@code ms}; what that changes for the objectives. */
  List<Change> until(long ms) {
    long untilNs = ms * NS_PER_MS;
    while (!isOver()) {
      Arrival arrival = next.orElseGet(simulation::next);
      if (arrival.ns() >= untilNs) {
        next = Optional.of(arrival);
        break;
      }
      next = Optional.empty();
      take(arrival.event());
    }
    // When this cluster has nothing more to say, others have, and time goes on.
    rules.onTime((isOver() ? untilNs : newestNs) - DISORDER_NS);
    List<Change> changes = new ArrayList<>(lost);
    lost.clear();
    for (SliWindow window : rules.changes()) {
      OptionalInt objective = objectives.of(window);
      if (objective.isPresent()) {
        changes.add(
            new Change(
                objective.getAsInt(),
                window(window.getWindow().getStartNs()),
                window.getGood(),
                window.getTotal(),
                0));
      }
    }
    return changes;
  }

  /** Whether all has arrived; what waits may still be decided a little later. */
  boolean isOver() {
    return next.isEmpty() && !simulation.hasNext();
  }

  private int window(long ns) {
    return (int) Math.floorDiv(ns / NS_PER_MS - startMs, Recording.STEP_MS);
  }

  private void take(Event event) {
    rules.add(event);
    if (losses.add(event)) {
      int window = window(Losses.windowNs(event));
      for (int i = 0; i < objectives.size(); i++) {
        lost.add(new Change(i, window, 0, 0, event.getLoss().getCount()));
      }
    }
    newestNs = Math.max(newestNs, event.getObservedAtNs());
    if (archives) {
      keep(event);
    }
  }

  private void keep(Event event) {
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
    } else if (event.hasFlow() || event.hasLoss()) {
      FlowEvent.Builder flow = FlowEvent.newBuilder().setHeader(header);
      flows.add(
          new StoredFlow(
              0,
              seq,
              (event.hasFlow() ? flow.setFlow(event.getFlow()) : flow.setLoss(event.getLoss()))
                  .build()));
      if (flows.size() > FLOWS_KEPT) {
        flows.remove();
      }
    }
  }

  /** What the archive has by now. */
  MemoryArchive archive() {
    RulesOnly.Output output = rules.output();
    return new MemoryArchive(
        losses.cover(output.edges()),
        output.slis(),
        output.drops(),
        List.copyOf(probes),
        List.copyOf(resources),
        List.copyOf(flows));
  }
}
