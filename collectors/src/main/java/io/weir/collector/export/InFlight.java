package io.weir.collector.export;

import io.weir.collector.spool.SpooledBatch;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** What one stream has sent, and what of it is acknowledged. Safe for use by several threads. */
final class InFlight {
  /** Numbers that were sent together. */
  private record Sent(long firstSeq, long lastSeq) {}

  private static final class Run {
    final ArrayDeque<Sent> sent = new ArrayDeque<>();
    long lastSeq;
    long acked;
  }

  private final Map<String, Run> runs = new HashMap<>();
  private long events;

  /**
   * Whether {@code batch} leaves numbers out in this stream, which the relay takes for a fault of
   * ours: after events were discarded from the spool, a new stream has to be begun.
   */
  synchronized boolean leavesGap(SpooledBatch batch) {
    Run run = runs.get(batch.run());
    return run != null && batch.firstSeq() > run.lastSeq + 1;
  }

  synchronized void sent(SpooledBatch batch) {
    Run run = runs.computeIfAbsent(batch.run(), name -> new Run());
    run.sent.addLast(new Sent(batch.firstSeq(), batch.lastSeq()));
    run.lastSeq = batch.lastSeq();
    events += batch.count();
  }

  /**
   * Takes an acknowledgement.
   *
   * @return what it acknowledges of what this stream sent; empty if nothing new
   */
  synchronized OptionalLong ack(String name, long seq) {
    Run run = runs.get(name);
    if (run == null) {
      return OptionalLong.empty();
    }
    long before = run.acked;
    run.acked = Math.max(before, Math.min(seq, run.lastSeq));
    while (!run.sent.isEmpty() && run.sent.getFirst().firstSeq() <= run.acked) {
      Sent first = run.sent.removeFirst();
      long through = Math.min(run.acked, first.lastSeq());
      events -= through - first.firstSeq() + 1;
      if (through < first.lastSeq()) {
        run.sent.addFirst(new Sent(through + 1, first.lastSeq()));
        break;
      }
    }
    return run.acked > before ? OptionalLong.of(run.acked) : OptionalLong.empty();
  }

  /** Events that are sent and not acknowledged. */
  synchronized long events() {
    return events;
  }
}
