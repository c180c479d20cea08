package io.weir.collector.simulation;

import io.weir.event.v1.EventHeader;
import io.weir.ingest.v1.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Arrivals as a collector on each node would number and send them: 1, 2, 3… in batches, and some
 * batches again, as after an acknowledgement that was lost. Confined to one thread.
 */
public final class Deliveries implements Iterator<Deliveries.Delivery> {
  private static final int BATCH = 20;

  /**
   * An event under its number.
   *
   * @param again true when it was delivered before
   * @param arrivedNs when it came in for the first time, by a clock that is right
   */
  public record Delivery(EventHeader header, Event event, boolean again, long arrivedNs) {}

  private final Simulation simulation;
  private final Dice dice;
  private final String run;
  private final SortedMap<String, List<Delivery>> batches = new TreeMap<>();
  private final SortedMap<String, Long> numbers = new TreeMap<>();
  private final Deque<Delivery> due = new ArrayDeque<>();

  /**
   * @param run distinguishes the collectors from those of other runs
   */
  public Deliveries(Simulation simulation, long seed, String run) {
    this.simulation = simulation;
    this.dice = Dice.of(seed, "resends");
    this.run = run;
  }

  @Override
  public boolean hasNext() {
    while (due.isEmpty() && simulation.hasNext()) {
      add(simulation.next());
    }
    if (due.isEmpty()) {
      batches.values().forEach(this::send);
    }
    return !due.isEmpty();
  }

  @Override
  public Delivery next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The scenario is over.");
    }
    return due.remove();
  }

  private void add(Arrival arrival) {
    Event event = arrival.event();
    long number = numbers.merge(event.getNode(), 1L, Long::sum);
    EventHeader header =
        EventHeader.newBuilder()
            .setNode(event.getNode())
            .setCollector(run + "@" + event.getNode())
            .setSeq(number)
            .setObservedAtNs(event.getObservedAtNs())
            .setSource(event.getSource())
            .setSampling(1)
            .build();
    List<Delivery> batch = batches.computeIfAbsent(event.getNode(), node -> new ArrayList<>());
    batch.add(new Delivery(header, event, false, arrival.ns()));
    if (batch.size() == BATCH) {
      send(batch);
    }
  }

  private void send(List<Delivery> batch) {
    due.addAll(batch);
    if (!batch.isEmpty() && dice.chance(simulation.scenario().resends())) {
      batch.forEach(one -> due.add(new Delivery(one.header(), one.event(), true, one.arrivedNs())));
    }
    batch.clear();
  }
}
