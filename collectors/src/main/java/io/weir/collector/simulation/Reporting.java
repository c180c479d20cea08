package io.weir.collector.simulation;

import io.weir.event.v1.Loss;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.flow.LostEventSource;
import io.weir.ingest.v1.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Between a node that sees and somebody who is told: reports are lost and counted, late, held back,
 * and change places. Mutable, confined to the simulation's thread.
 */
final class Reporting {
  private final Truth truth;
  private final Dice dice;
  private final long startNs;
  private final PriorityQueue<Arrival> arrivals = new PriorityQueue<>();
  private final SortedMap<Integer, Overrun> overruns = new TreeMap<>();
  private long order;

  /** What a node has lost since it last said so; it says so every second. */
  private static final class Overrun {
    final Node node;
    final long tellsNs;
    final long firstNs;
    long lastNs;
    long count;

    Overrun(Node node, long trueNs) {
      this.node = node;
      this.tellsNs = trueNs + Setting.SECOND;
      this.firstNs = node.clock(trueNs);
    }
  }

  Reporting(Truth truth, Dice dice, long startNs) {
    this.truth = truth;
    this.dice = dice;
    this.startNs = startNs;
  }

  /** Takes sightings in the order of their time. */
  void take(Sighting sighting) {
    tellLosses(sighting.trueNs());
    if (sighting.lost()) {
      Overrun overrun =
          overruns.computeIfAbsent(
              sighting.node().index(), i -> new Overrun(sighting.node(), sighting.trueNs()));
      overrun.lastNs = sighting.node().clock(sighting.trueNs());
      overrun.count++;
      return;
    }
    arrive(sighting.node(), sighting.trueNs(), sighting.event());
  }

  /** No sighting is to come. */
  void end() {
    tellLosses(Long.MAX_VALUE);
  }

  private void tellLosses(long ns) {
    overruns
        .values()
        .removeIf(
            overrun -> {
              if (overrun.tellsNs > ns) {
                return false;
              }
              // Not before what was told already; at the end, when it is due.
              tell(overrun, ns == Long.MAX_VALUE ? overrun.tellsNs : ns);
              return true;
            });
  }

  private void tell(Overrun overrun, long ns) {
    Node node = overrun.node;
    truth.loss(new Truth.Loss(node.name(), overrun.firstNs, overrun.lastNs, overrun.count));
    LostEvent hubble =
        LostEvent.newBuilder()
            .setSource(LostEventSource.HUBBLE_RING_BUFFER)
            .setNumEventsLost(overrun.count)
            .setFirst(Recorder.timestamp(overrun.firstNs))
            .setLast(Recorder.timestamp(overrun.lastNs))
            .build();
    Event event =
        Event.newBuilder()
            .setSource(Recorder.SOURCE)
            .setNode(node.name())
            .setObservedAtNs(node.clock(ns))
            .setLoss(
                Loss.newBuilder()
                    .setStage("hubble")
                    .setReason("overrun")
                    .setCount(overrun.count)
                    .setFirstNs(overrun.firstNs)
                    .setLastNs(overrun.lastNs)
                    .setHubble(hubble))
            .build();
    arrive(node, ns, event);
  }

  private void arrive(Node node, long trueNs, Event event) {
    NodeSpec spec = node.spec();
    long ns = trueNs + spec.delay().map(Duration::toNanos).orElse(0L);
    if (spec.jitter().isPresent()) {
      ns += (long) (dice.unit() * spec.jitter().get().toNanos());
    }
    if (spec.away().isPresent()) {
      long awayNs = startNs + spec.away().get().at().toNanos();
      long backNs = awayNs + spec.away().get().lasts().toNanos();
      if (ns >= awayNs && ns < backNs) {
        ns = backNs;
      }
    }
    arrivals.add(new Arrival(ns, order++, event));
  }

  /** The next arrival, provided that nothing can come before it any more. */
  Optional<Arrival> next(long nothingBeforeNs) {
    Arrival first = arrivals.peek();
    return first == null || first.ns() > nothingBeforeNs
        ? Optional.empty()
        : Optional.ofNullable(arrivals.poll());
  }
}
