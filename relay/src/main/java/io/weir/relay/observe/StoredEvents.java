package io.weir.relay.observe;

import io.weir.query.v1.PartitionEnd;
import io.weir.query.v1.ReadEventsRequest;
import io.weir.query.v1.StoredEvent;
import io.weir.relay.observe.FlowSink.ClientGoneException;
import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.FlowQuery.Order;
import io.weir.storage.FlowStore;
import io.weir.storage.Progress;
import io.weir.storage.StoredFlow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Archived events up to given offsets: what a reader of Kafka needs that comes too late for it. */
final class StoredEvents {
  private final FlowStore store;
  private final FlowQuery query;

  private StoredEvents(FlowStore store, FlowQuery query) {
    this.store = store;
    this.query = query;
  }

  /**
   * Understands a request.
   *
   * @throws IllegalArgumentException if it cannot be answered
   */
  static StoredEvents of(FlowStore store, ReadEventsRequest request) {
    if (request.getBeforeCount() == 0) {
      throw new IllegalArgumentException("before: empty (expected: an offset for each partition)");
    }
    Map<Integer, Long> before = new TreeMap<>();
    for (PartitionEnd end : request.getBeforeList()) {
      if (before.put(end.getPartition(), end.getOffset()) != null) {
        throw new IllegalArgumentException(
            "before: partition " + end.getPartition() + " twice (expected: once)");
      }
    }
    long untilNs = request.getUntilNs() == 0 ? Long.MAX_VALUE : request.getUntilNs();
    return new StoredEvents(
        store, new FlowQuery(request.getSinceNs(), untilNs, Order.OLDEST_FIRST, List.of(), before));
  }

  /**
   * Sends all of them.
   *
   * @throws Seam.UnavailableException if the archiver has not come so far yet
   */
  void send(PacedCall<StoredEvent> call)
      throws Seam.UnavailableException, ClientGoneException, InterruptedException {
    Progress archived = store.progress();
    for (Map.Entry<Integer, Long> end : query.before().entrySet()) {
      if (archived.nextOffset(end.getKey()) < end.getValue()) {
        throw new Seam.UnavailableException(
            "The archive has read partition %d up to offset %d, so events would be missing (expected: %d). Check that the archiver runs and keeps up, then ask again."
                .formatted(end.getKey(), archived.nextOffset(end.getKey()), end.getValue()));
      }
    }
    try (FlowCursor cursor = store.scan(query)) {
      while (cursor.hasNext() && !call.isGone()) {
        StoredFlow stored = cursor.next();
        if (query.before().containsKey(stored.partition())) {
          call.send(
              StoredEvent.newBuilder()
                  .setPartition(stored.partition())
                  .setOffset(stored.offset())
                  .setEvent(stored.event())
                  .build());
        }
      }
    }
  }
}
