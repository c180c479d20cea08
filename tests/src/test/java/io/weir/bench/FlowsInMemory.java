package io.weir.bench;

import io.weir.collector.source.EventSink;
import io.weir.collector.source.Source;
import io.weir.ingest.v1.Event;
import io.weir.runtime.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Puts flows into the spool as fast as it takes them, once released. Each is parsed from what
 * Hubble would have sent, with a position, as the sources do that can be read again.
 */
final class FlowsInMemory implements Source {
  /** As many as the file source puts at once. */
  private static final int BATCH_EVENTS = 500;

  private final BenchmarkFlows flows;
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  FlowsInMemory(BenchmarkFlows flows) {
    this.flows = flows;
  }

  @Override
  public String name() {
    return BenchmarkFlows.SOURCE;
  }

  @Override
  public void start(EventSink sink, Optional<String> position) {
    Thread thread = new Thread(() -> run(sink), "benchmark-source");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(EventSink sink) {
    try {
      released.await();
      for (int from = 0; from < flows.size(); from += BATCH_EVENTS) {
        int to = Math.min(from + BATCH_EVENTS, flows.size());
        List<Event> batch = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
          batch.add(flows.event(i));
        }
        sink.put(batch, Optional.of(Integer.toString(to)));
      }
      end.complete(null);
      closed.await(); // an ended thread's CPU can no longer be asked for
    } catch (Exception e) {
      end.completeExceptionally(e);
    }
  }

  /** The first flow sets out. */
  void release() {
    released.countDown();
  }

  /** Returns when the spool has the last flow; throws what went wrong. */
  void awaitEnd(Duration limit) throws Exception {
    end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public Readiness readiness() {
    return Readiness.READY;
  }

  /** Lets the thread end; one that still puts is ended by the spool, which closes next. */
  @Override
  public void close() {
    closed.countDown();
  }
}
