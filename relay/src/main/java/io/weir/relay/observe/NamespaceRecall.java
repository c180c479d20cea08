package io.weir.relay.observe;

import io.weir.storage.EventKind;
import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.FlowStore;
import io.weir.storage.StoreException;
import io.weir.storage.StoredFlow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings back the namespaces that flows had before the relay started, which the live tail does not
 * read again: those of the archive's newest {@link #FLOWS_MAX} flows no older than names are kept,
 * by event time. Asked once, in a thread of its own; a rare namespace may be missing until its next
 * flow.
 */
final class NamespaceRecall implements AutoCloseable {
  /** Flows that are read at most. */
  static final int FLOWS_MAX = 20_000;

  private static final Logger log = LoggerFactory.getLogger(NamespaceRecall.class);

  private final FlowStore store;
  private final Census census;
  private final Duration reach;
  private final InstantSource clock;
  private final Thread thread = new Thread(this::run, "weir-observe-recall");
  private volatile boolean closed;

  /**
   * Starts nothing yet.
   *
   * @param reach how long names are kept
   */
  NamespaceRecall(FlowStore store, Census census, Duration reach, InstantSource clock) {
    this.store = store;
    this.census = census;
    this.reach = reach;
    this.clock = clock;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      recall();
    } catch (StoreException e) {
      log.warn("Namespaces of before the start stay unknown cause=\"{}\"", e.getMessage());
    }
  }

  void recall() {
    Instant from = clock.instant().minus(reach);
    FlowQuery query =
        new FlowQuery(
            TimeUnit.MILLISECONDS.toNanos(from.toEpochMilli()),
            Long.MAX_VALUE,
            FlowQuery.Order.NEWEST_FIRST,
            List.of(),
            Map.of(),
            Set.of(EventKind.FLOW));
    try (FlowCursor cursor = store.scan(query)) {
      for (int flows = 0; flows < FLOWS_MAX && !closed && cursor.hasNext(); flows++) {
        StoredFlow stored = cursor.next();
        Instant then = Instant.ofEpochSecond(0, stored.timeNs());
        Instant now = clock.instant();
        census.recall(stored.event(), then.isAfter(now) ? now : then);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
