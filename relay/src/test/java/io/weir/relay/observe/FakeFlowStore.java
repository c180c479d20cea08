package io.weir.relay.observe;

import io.weir.event.v1.EventHeader;
import io.weir.model.SeenNumbers;
import io.weir.relay.observe.filter.ReferenceTerms;
import io.weir.storage.EventKind;
import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.FlowStore;
import io.weir.storage.Progress;
import io.weir.storage.StoredFlow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** An archive in memory. Returns exactly what the contract promises and nothing more. */
final class FakeFlowStore implements FlowStore {
  private final List<StoredFlow> archived = new ArrayList<>();
  private final Map<Integer, Long> nextOffsets = new HashMap<>();
  private final SeenNumbers seen = new SeenNumbers();
  private int open;

  /** Archives an event; offsets of a partition come in order, with gaps where repeats were. */
  synchronized void archive(StoredFlow stored) {
    archived.add(stored);
    nextOffsets.put(stored.partition(), stored.offset() + 1);
    EventHeader header = stored.event().getHeader();
    seen.firstSight(stored.partition(), header.getCollector(), header.getSeq());
  }

  @Override
  public synchronized Progress progress() {
    return new Progress(nextOffsets, seen.snapshot());
  }

  @Override
  public synchronized FlowCursor scan(FlowQuery query) {
    List<StoredFlow> found =
        archived.stream()
            .filter(stored -> isBefore(query, stored))
            .filter(stored -> query.kinds().contains(EventKind.of(stored.event())))
            .filter(stored -> EventOrder.timeNs(stored.event()) >= query.fromNs())
            .filter(stored -> EventOrder.timeNs(stored.event()) <= query.toNs())
            .filter(stored -> ReferenceTerms.anyHolds(query.anyOf(), stored.event()))
            .sorted(EventOrder.of(query.order()))
            .toList();
    open++;
    return new ListCursor(found.iterator());
  }

  private static boolean isBefore(FlowQuery query, StoredFlow stored) {
    return query.before().isEmpty()
        || stored.offset() < query.before().getOrDefault(stored.partition(), 0L);
  }

  /** Cursors that nobody closed. */
  synchronized int openCursors() {
    return open;
  }

  private final class ListCursor implements FlowCursor {
    private final Iterator<StoredFlow> events;
    private boolean closed;

    ListCursor(Iterator<StoredFlow> events) {
      this.events = events;
    }

    @Override
    public boolean hasNext() {
      return events.hasNext();
    }

    @Override
    public StoredFlow next() {
      return events.next();
    }

    @Override
    public void close() {
      synchronized (FakeFlowStore.this) {
        open -= closed ? 0 : 1;
        closed = true;
      }
    }
  }
}
