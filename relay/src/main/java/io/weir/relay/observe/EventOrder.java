package io.weir.relay.observe;

import com.google.protobuf.Timestamp;
import io.weir.event.v1.FlowEvent;
import io.weir.storage.FlowQuery;
import io.weir.storage.StoredFlow;
import java.util.Comparator;

/** The one order of events: event time, then partition and offset, which makes it total. */
final class EventOrder {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private EventOrder() {}

  static Comparator<StoredFlow> of(FlowQuery.Order order) {
    return order == FlowQuery.Order.OLDEST_FIRST
        ? StoredFlow.OLDEST_FIRST
        : StoredFlow.OLDEST_FIRST.reversed();
  }

  /** Event time, ns since the epoch. */
  static long timeNs(FlowEvent event) {
    return event.getHeader().getObservedAtNs();
  }

  /** Nanoseconds since the epoch; what a long cannot hold becomes its nearest bound. */
  static long toNs(Timestamp time) {
    long seconds = time.getSeconds();
    if (Math.abs(seconds) < Long.MAX_VALUE / NANOS_PER_SECOND) {
      return seconds * NANOS_PER_SECOND + time.getNanos();
    }
    return seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  static Timestamp toTimestamp(long ns) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(ns, NANOS_PER_SECOND))
        .setNanos((int) Math.floorMod(ns, NANOS_PER_SECOND))
        .build();
  }
}
