package io.weir.storage.embedded;

import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.StoredFlow;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * The events of several files in one order. A file is read only when the order comes to the times
 * that it covers; of each that is being read one page is in memory.
 */
final class MergedFlowCursor implements FlowCursor {
  private final Comparator<StoredFlow> order;
  private final boolean forward;
  private final Deque<FlowPages> waiting;
  private final PriorityQueue<FlowPages> reading;
  private final Runnable onClose;
  private boolean closed;

  /**
   * A cursor.
   *
   * @param files those with events in the asked range
   * @param onClose releases the files
   */
  MergedFlowCursor(FlowQuery.Order order, List<FlowPages> files, Runnable onClose) {
    Comparator<StoredFlow> oldestFirst =
        Comparator.comparingLong((StoredFlow flow) -> time(flow))
            .thenComparingInt(StoredFlow::partition)
            .thenComparingLong(StoredFlow::offset);
    this.forward = order == FlowQuery.Order.OLDEST_FIRST;
    this.order = forward ? oldestFirst : oldestFirst.reversed();
    this.waiting =
        new ArrayDeque<>(
            files.stream()
                .sorted(
                    Comparator.comparingLong(
                        // Not negated: the smallest long has no negative.
                        file -> forward ? edge(file) : ~edge(file)))
                .toList());
    this.reading =
        new PriorityQueue<>(
            Math.max(1, files.size()),
            Comparator.comparing(MergedFlowCursor::head, this.order)
                .thenComparingInt(pages -> pages.file().number()));
    this.onClose = onClose;
  }

  @Override
  public boolean hasNext() {
    if (closed) {
      throw new IllegalStateException("The cursor is closed.");
    }
    while (!waiting.isEmpty() && isDue(waiting.peek())) {
      FlowPages pages = waiting.remove();
      if (pages.peek().isPresent()) {
        reading.add(pages);
      }
    }
    return !reading.isEmpty();
  }

  private boolean isDue(FlowPages pages) {
    if (reading.isEmpty()) {
      return true;
    }
    long next = time(head(reading.element()));
    return forward ? edge(pages) <= next : edge(pages) >= next;
  }

  @Override
  public StoredFlow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    FlowPages pages = reading.remove();
    StoredFlow flow = pages.take();
    if (pages.peek().isPresent()) {
      reading.add(pages);
    }
    return flow;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onClose.run();
    }
  }

  private static StoredFlow head(FlowPages pages) {
    return pages.peek().orElseThrow();
  }

  private static long time(StoredFlow flow) {
    return flow.event().getHeader().getObservedAtNs();
  }

  /** The time of the file's first event in this order. */
  private long edge(FlowPages pages) {
    return forward ? pages.span().firstNs() : pages.span().lastNs();
  }
}
