package io.weir.relay.observe;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.relay.observe.filter.FilterLimits;
import io.weir.relay.observe.filter.FlowFilters;
import io.weir.relay.observe.filter.Pushdown;
import io.weir.storage.EventKind;
import io.weir.storage.FlowQuery;
import io.weir.storage.FlowTerms;
import io.weir.storage.StoredFlow;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A GetFlows request, checked and understood.
 *
 * @param start where the answer begins
 * @param limit flows of the past to send at most: the last ones for {@link Start#LAST}, the first
 *     ones for {@link Start#OLDEST}
 * @param follow whether to go on with what arrives
 * @param fromNs earliest event time, inclusive
 * @param toNs latest event time, inclusive
 * @param filter exact, on flows alone
 * @param terms what a store can use of the filter
 * @param mask what to send of a flow
 */
record FlowsPlan(
    Start start,
    long limit,
    boolean follow,
    long fromNs,
    long toNs,
    Predicate<Flow> filter,
    List<FlowTerms> terms,
    Mask mask) {
  static final long UNLIMITED = Long.MAX_VALUE;

  private static final Predicate<Flow> EVERYTHING = flow -> true;

  /** Where an answer begins. */
  enum Start {
    /** At the oldest event in range. */
    OLDEST,
    /** So far back that the newest {@link #limit} flows are in it. */
    LAST,
    /** At what arrives next. */
    NOW
  }

  /**
   * Understands a request as Hubble does; see the table in README.md.
   *
   * @throws IllegalArgumentException with the text for the client
   */
  static FlowsPlan of(GetFlowsRequest request) {
    if (request.getSerializedSize() > FilterLimits.REQUEST_BYTES_MAX) {
      throw new IllegalArgumentException(
          "request: "
              + request.getSerializedSize()
              + " bytes (expected: at most "
              + FilterLimits.REQUEST_BYTES_MAX
              + ")");
    }
    if (request.getFirst() && request.getFollow()) {
      throw new IllegalArgumentException("first cannot be specified with follow");
    }
    // Unsigned on the wire: 2^64-1, which the command line sends for "all", is negative here.
    long number = request.getNumber() < 0 ? UNLIMITED : request.getNumber();
    boolean wantsLast = number > 0 && !request.getFirst() && !request.hasSince();
    Start start;
    long limit = UNLIMITED;
    if (wantsLast && number != UNLIMITED) {
      start = Start.LAST;
      limit = number;
    } else if (request.getFollow() && number == 0 && !request.hasSince()) {
      start = Start.NOW;
    } else {
      start = Start.OLDEST;
      limit = request.getFollow() || number == 0 ? UNLIMITED : number;
    }
    return new FlowsPlan(
        start,
        limit,
        request.getFollow(),
        request.hasSince() ? EventOrder.toNs(request.getSince()) : Long.MIN_VALUE,
        request.hasUntil() ? EventOrder.toNs(request.getUntil()) : Long.MAX_VALUE,
        request.getWhitelistCount() + request.getBlacklistCount() == 0
            ? EVERYTHING
            : FlowFilters.compile(request.getWhitelistList(), request.getBlacklistList()),
        Pushdown.of(request.getWhitelistList()),
        Mask.of(request.getFieldMask()));
  }

  /** Losses and node status pass every filter; the time range holds for all. */
  boolean passes(StoredFlow stored) {
    return stored.timeNs() >= fromNs
        && stored.timeNs() <= toNs
        && EventKind.FLOWS.contains(stored.kind())
        // Looking into the event is what costs.
        && (filter == EVERYTHING
            || stored.kind() != EventKind.FLOW
            || filter.test(stored.event().getFlow()));
  }

  FlowQuery query(long fromTimeNs, FlowQuery.Order order, Map<Integer, Long> before) {
    return new FlowQuery(fromTimeNs, toNs, order, terms, before);
  }
}
