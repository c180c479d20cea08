package io.weir.storage.embedded;

import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.StoredFlow;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events of several files in one order. A block is read only when the order comes to the times
 * that it covers. At most {@value #LOADED_MAX} blocks are in memory: where more of them overlap in
 * time, the ones that were read first are read again when they are needed.
 */
final class ArchiveCursor implements FlowCursor {
  static final int LOADED_MAX = 64;

  private final boolean forward;
  private final List<FileScan> files;
  private final Deque<FileScan> waiting = new ArrayDeque<>();
  private final PriorityQueue<BlockReader> reading;
  private final Set<BlockReader> loaded = new LinkedHashSet<>();
  private final Runnable onClose;
  private boolean settled;
  private boolean closed;

  /**
   * A cursor.
   *
   * @param files those with events in the asked range
   * @param onClose releases the files
   */
  ArchiveCursor(FlowQuery.Order order, List<FileScan> files, Runnable onClose) {
    this.forward = order == FlowQuery.Order.OLDEST_FIRST;
    this.files = List.copyOf(files);
    this.waiting.addAll(files);
    Comparator<StoredFlow> events =
        forward ? StoredFlow.OLDEST_FIRST : StoredFlow.OLDEST_FIRST.reversed();
    // Files of two generations may hold the same partition and offset at the same time.
    this.reading = new PriorityQueue<>(Comparator.comparing(BlockReader::head, events));
    this.onClose = onClose;
  }

  @Override
  public boolean hasNext() {
    if (closed) {
      throw new IllegalStateException("The cursor is closed.");
    }
    if (settled) {
      return !reading.isEmpty();
    }
    for (FileScan due = due(); due != null; due = due()) {
      Optional<BlockReader> reader = due.nextBlock();
      if (reader.isPresent()) {
        reading.add(reader.get());
        loaded(reader.get());
      }
      if (due.edge().isEmpty()) {
        waiting.remove(due);
      }
    }
    settled = true;
    return !reading.isEmpty();
  }

  /** A file whose next block may hold the next event. */
  private @Nullable FileScan due() {
    FileScan first = null;
    for (FileScan file : waiting) {
      if (first == null || precedes(edge(file), edge(first))) {
        first = file;
      }
    }
    boolean isDue =
        first != null
            && (reading.isEmpty() || !precedes(reading.element().head().timeNs(), edge(first)));
    return isDue ? first : null;
  }

  private boolean precedes(long a, long b) {
    return forward ? a < b : a > b;
  }

  private static long edge(FileScan file) {
    return file.edge().orElseThrow();
  }

  /** Remembers a block that was read just now, and makes room when too many are in memory. */
  private void loaded(BlockReader reader) {
    loaded.add(reader);
    if (loaded.size() > LOADED_MAX) {
      BlockReader eldest = loaded.iterator().next();
      eldest.unload();
      loaded.remove(eldest);
    }
  }

  @Override
  public StoredFlow next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more events");
    }
    BlockReader reader = reading.remove();
    StoredFlow flow = reader.head();
    boolean wasLoaded = reader.isLoaded();
    if (reader.advance()) {
      reading.add(reader);
      if (!wasLoaded) {
        loaded(reader);
      }
    } else {
      loaded.remove(reader);
    }
    settled = false;
    return flow;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        files.forEach(FileScan::close);
      } finally {
        onClose.run();
      }
    }
  }
}
