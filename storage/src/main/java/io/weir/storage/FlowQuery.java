package io.weir.storage;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What to read from a {@link FlowStore}.
 *
 * @param fromNs earliest event time, inclusive
 * @param toNs latest event time, inclusive
 * @param order by event time
 * @param anyOf at least one must hold for a flow; empty asks for all. Events that are no flows are
 *     returned whatever the terms say
 * @param before per partition the offset to stop at, exclusive; empty sets no bound. With it a
 *     caller joins the archive to the live tail without gap or double
 * @param kinds which events at all
 */
public record FlowQuery(
    long fromNs,
    long toNs,
    Order order,
    List<FlowTerms> anyOf,
    Map<Integer, Long> before,
    Set<EventKind> kinds) {
  public static final FlowQuery ALL =
      new FlowQuery(Long.MIN_VALUE, Long.MAX_VALUE, Order.OLDEST_FIRST, List.of(), Map.of());

  /** By event time. */
  public enum Order {
    OLDEST_FIRST,
    NEWEST_FIRST
  }

  public FlowQuery {
    anyOf = List.copyOf(anyOf);
    before = Map.copyOf(before);
    kinds = Set.copyOf(kinds);
  }

  /** Asks for flows, losses and node status. */
  public FlowQuery(
      long fromNs, long toNs, Order order, List<FlowTerms> anyOf, Map<Integer, Long> before) {
    this(fromNs, toNs, order, anyOf, before, EventKind.FLOWS);
  }
}
