package io.weir.relay.observe;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.observer.GetAgentEventsRequest;
import io.weir.hubble.observer.GetDebugEventsRequest;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.relay.observe.filter.FilterLimits;
import io.weir.relay.observe.filter.FlowFilters;
import io.weir.relay.observe.filter.LimitExceededException;
import io.weir.relay.observe.filter.Pushdown;
import io.weir.storage.EventKind;
import io.weir.storage.FlowQuery;
import io.weir.storage.FlowTerms;
import io.weir.storage.StoredFlow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A request for flows, agent events or debug events, checked and understood.
 *
 * @param subject what is asked for and counted: flows, with which comes what tells of missing ones;
 *     or agent events, or debug events, alone
 * @param start where the answer begins
 * @param limit events of the subject to send at most of the past: the last ones for {@link
 *     Start#LAST}, the first ones for {@link Start#OLDEST}
 * @param follow whether to go on with what arrives
 * @param fromNs earliest event time, inclusive
 * @param toNs latest event time, inclusive
 * @param filter exact, on flows alone
 * @param terms what a store can use of the filter
 * @param mask what to send of a flow
 */
record FlowsPlan(
    EventKind subject,
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
  private static final Set<EventKind> AGENT_EVENTS = Set.of(EventKind.AGENT_EVENT);
  private static final Set<EventKind> DEBUG_EVENTS = Set.of(EventKind.DEBUG_EVENT);

  /** Where an answer begins. */
  enum Start {
    /** At the oldest event in range. */
    OLDEST,
    /** So far back that the newest {@link #limit} are in it. */
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
      throw new LimitExceededException(
          "request_bytes",
          "request: "
              + request.getSerializedSize()
              + " bytes (expected: at most "
              + FilterLimits.REQUEST_BYTES_MAX
              + ")");
    }
    return of(
        EventKind.FLOW,
        Selection.of(request),
        request.getWhitelistCount() + request.getBlacklistCount() == 0
            ? EVERYTHING
            : FlowFilters.compile(request.getWhitelistList(), request.getBlacklistList()),
        Pushdown.of(request.getWhitelistList()),
        Mask.of(request.getFieldMask()));
  }

  /**
   * The same request for the newest of its range: {@code number} counts from the end, also where
   * Hubble counts from {@code since}. No other plan changes.
   */
  FlowsPlan newest() {
    return start == Start.OLDEST && limit != UNLIMITED
        ? new FlowsPlan(subject, Start.LAST, limit, follow, fromNs, toNs, filter, terms, mask)
        : this;
  }

  /** What a Cilium agent did itself. */
  static FlowsPlan of(GetAgentEventsRequest request) {
    return of(EventKind.AGENT_EVENT, Selection.of(request), EVERYTHING, List.of(), Mask.NONE);
  }

  /** What Cilium's datapath says of itself in debug mode. */
  static FlowsPlan of(GetDebugEventsRequest request) {
    return of(EventKind.DEBUG_EVENT, Selection.of(request), EVERYTHING, List.of(), Mask.NONE);
  }

  private static FlowsPlan of(
      EventKind subject,
      Selection selection,
      Predicate<Flow> filter,
      List<FlowTerms> terms,
      Mask mask) {
    // Unsigned on the wire: 2^64-1, which the command line sends for "all", is negative here.
    long number = selection.number() < 0 ? UNLIMITED : selection.number();
    boolean hasSince = selection.since().isPresent();
    boolean wantsLast = number > 0 && !selection.first() && !hasSince;
    Start start;
    long limit = UNLIMITED;
    if (wantsLast && number != UNLIMITED) {
      start = Start.LAST;
      limit = number;
    } else if (selection.follow() && number == 0 && !hasSince) {
      start = Start.NOW;
    } else {
      start = Start.OLDEST;
      limit = selection.follow() || number == 0 ? UNLIMITED : number;
    }
    return new FlowsPlan(
        subject,
        start,
        limit,
        selection.follow(),
        selection.since().map(EventOrder::toNs).orElse(Long.MIN_VALUE),
        selection.until().map(EventOrder::toNs).orElse(Long.MAX_VALUE),
        filter,
        terms,
        mask);
  }

  /** Losses and node status pass every filter on flows; the time range holds for all. */
  boolean passes(StoredFlow stored) {
    return stored.timeNs() >= fromNs
        && stored.timeNs() <= toNs
        && kinds().contains(stored.kind())
        // Looking into the event is what costs.
        && (filter == EVERYTHING
            || stored.kind() != EventKind.FLOW
            || filter.test(stored.event().getFlow()));
  }

  private Set<EventKind> kinds() {
    return switch (subject) {
      case AGENT_EVENT -> AGENT_EVENTS;
      case DEBUG_EVENT -> DEBUG_EVENTS;
      case FLOW, LOSS, NODE_STATUS -> EventKind.FLOWS;
    };
  }

  /** True if the event counts towards {@link #limit}; what comes with flows does not. */
  boolean counts(StoredFlow stored) {
    return stored.kind() == subject;
  }

  FlowQuery query(long fromTimeNs, FlowQuery.Order order, Map<Integer, Long> before) {
    return new FlowQuery(fromTimeNs, toNs, order, terms, before, kinds());
  }
}
