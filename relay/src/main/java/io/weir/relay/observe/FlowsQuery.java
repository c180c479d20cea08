package io.weir.relay.observe;

import io.weir.relay.observe.FlowSink.ClientGoneException;
import io.weir.storage.EventKind;
import io.weir.storage.FlowQuery.Order;
import io.weir.storage.FlowStore;
import io.weir.storage.StoredFlow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Answers one call for flows, agent events or debug events: the past in time order, then, if asked
 * to follow, what arrives, in order of arrival. Runs in one thread, which waits while the client is
 * slow.
 */
final class FlowsQuery {
  private static final int BATCH = 256;
  private static final long LOOK_AGAIN_MILLIS = 1_000;

  private final FlowsPlan plan;
  private final FlowStore store;
  private final Seam seam;
  private final Ring ring;
  private final int lastBufferMax;
  private final ObserveMetrics metrics;
  private final FlowSink sink;
  private final Tally tally;
  private final Overrun overrun;
  private long lastTimeNs;

  FlowsQuery(
      FlowsPlan plan,
      FlowStore store,
      Seam seam,
      Ring ring,
      int lastBufferMax,
      String serverName,
      ObserveMetrics metrics,
      FlowSink sink,
      Tally tally) {
    this.plan = plan;
    this.store = store;
    this.seam = seam;
    this.ring = ring;
    this.lastBufferMax = lastBufferMax;
    this.metrics = metrics;
    this.sink = sink;
    this.tally = tally;
    this.overrun = new Overrun(serverName);
  }

  /**
   * Sends all answers; returns when there are no more.
   *
   * @throws Seam.UnavailableException if the archive is too far behind
   * @throws io.weir.storage.StoreException if the archive cannot be read
   */
  void run() throws ClientGoneException, Seam.UnavailableException, InterruptedException {
    Ring.Snapshot snapshot =
        plan.start() == FlowsPlan.Start.NOW ? seam.now() : seam.join(sink::isGone);
    switch (plan.start()) {
      case OLDEST -> sendOldest(snapshot);
      case LAST -> {
        if (!sendLast(snapshot)) {
          sendFrom(snapshot);
        }
      }
      case NOW -> {}
    }
    if (plan.follow()) {
      follow(snapshot);
    }
  }

  private void sendOldest(Ring.Snapshot snapshot) throws ClientGoneException, InterruptedException {
    long flows = 0;
    try (Past past = open(snapshot, plan.fromNs(), Order.OLDEST_FIRST)) {
      while (flows < plan.limit() && past.hasNext()) {
        StoredFlow stored = past.next();
        send(stored);
        flows += plan.counts(stored) ? 1 : 0;
      }
    }
  }

  private Past open(Ring.Snapshot snapshot, long fromNs, Order order) {
    return Past.open(plan, store, snapshot, fromNs, order, sink::isGone, tally);
  }

  /**
   * Few flows: found newest first, kept, and sent the other way round. Returns false, with nothing
   * sent, if there are too many to keep; losses count too.
   */
  private boolean sendLast(Ring.Snapshot snapshot)
      throws ClientGoneException, InterruptedException {
    if (plan.limit() > lastBufferMax) {
      return false;
    }
    Deque<StoredFlow> last = new ArrayDeque<>();
    long flows = 0;
    try (Past past = open(snapshot, plan.fromNs(), Order.NEWEST_FIRST)) {
      while (flows < plan.limit() && past.hasNext()) {
        if (last.size() == lastBufferMax) {
          return false;
        }
        StoredFlow stored = past.next();
        last.addFirst(stored);
        flows += plan.counts(stored) ? 1 : 0;
      }
    }
    for (StoredFlow stored : last) {
      send(stored);
    }
    return true;
  }

  /** Many flows: newest first only to find where they begin, then a second scan from there on. */
  private void sendFrom(Ring.Snapshot snapshot) throws ClientGoneException, InterruptedException {
    StoredFlow begin = null;
    long flows = 0;
    try (Past past = open(snapshot, plan.fromNs(), Order.NEWEST_FIRST)) {
      while (flows < plan.limit() && past.hasNext() && !sink.isGone()) {
        begin = past.next();
        flows += plan.counts(begin) ? 1 : 0;
      }
    }
    if (begin == null) {
      return;
    }
    long fromNs = begin.timeNs();
    try (Past past = open(snapshot, fromNs, Order.OLDEST_FIRST)) {
      while (past.hasNext()) {
        StoredFlow stored = past.next();
        if (StoredFlow.OLDEST_FIRST.compare(stored, begin) >= 0) {
          send(stored);
        }
      }
    }
  }

  /** Goes on where the snapshot ended; ends at the first event later than {@code until}. */
  private void follow(Ring.Snapshot snapshot) throws ClientGoneException, InterruptedException {
    long from = snapshot.next();
    while (true) {
      Ring.Batch batch = ring.read(from, BATCH);
      from = batch.next();
      if (batch.lost() > 0 && !batch.events().isEmpty()) {
        metrics.overrun(batch.lost());
        overrun.add(batch.lost(), lastTimeNs, batch.events().get(0).timeNs());
      }
      sendOverrun(overrun.due(System.nanoTime()));
      for (StoredFlow stored : batch.events()) {
        if (stored.timeNs() > plan.toNs()) {
          sendOverrun(overrun.rest(System.nanoTime()));
          return;
        }
        // The archive may have been ahead of the tail: then its part was sent already.
        if (snapshot.isAfterArchive(stored) && plan.passes(stored)) {
          send(stored);
        }
      }
      // Not only when there is nothing to read: a filter may let nothing pass that would notice.
      if (sink.isGone()) {
        throw new ClientGoneException();
      }
      if (batch.events().isEmpty()) {
        ring.await(from, LOOK_AGAIN_MILLIS);
      }
    }
  }

  /** Only a stream of flows has words for it; that of others is counted, no more. */
  private void sendOverrun(Optional<Answer> due) throws ClientGoneException, InterruptedException {
    if (due.isPresent() && plan.subject() == EventKind.FLOW) {
      sink.send(due.get());
      metrics.sent(due.get().kind());
    }
  }

  private void send(StoredFlow stored) throws ClientGoneException, InterruptedException {
    Answer answer = Responses.of(stored, plan.mask());
    sink.send(answer);
    lastTimeNs = stored.timeNs();
    metrics.sent(answer.kind());
    tally.answered(stored);
  }
}
