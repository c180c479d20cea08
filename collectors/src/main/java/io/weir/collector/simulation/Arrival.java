package io.weir.collector.simulation;

import io.weir.ingest.v1.Event;

/**
 * A report comes in.
 *
 * @param ns true time at which whoever collects has it
 * @param order among those of one time
 */
public record Arrival(long ns, long order, Event event) implements Comparable<Arrival> {
  @Override
  public int compareTo(Arrival other) {
    int byTime = Long.compare(ns, other.ns);
    return byTime != 0 ? byTime : Long.compare(order, other.order);
  }
}
