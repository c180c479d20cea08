package io.weir.collector.simulation;

import io.weir.ingest.v1.Event;

/**
 * A node sees something.
 *
 * @param trueNs when, by no node's clock
 * @param order of the plan, for equal times
 * @param lost true when the report of it never leaves the node
 */
record Sighting(long trueNs, long order, Node node, Event event, boolean lost)
    implements Comparable<Sighting> {
  @Override
  public int compareTo(Sighting other) {
    int byTime = Long.compare(trueNs, other.trueNs);
    return byTime != 0 ? byTime : Long.compare(order, other.order);
  }
}
