package io.weir.relay.ingest;

import io.weir.relay.publish.EventPublisher.Completion;
import io.weir.relay.publish.PublishException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A batch between the collector and Kafka's last answer for it. Ends when the reader has {@link
 * #seal sealed} it and every record has been answered for; then tells its owner, once.
 */
final class InFlightBatch implements Completion {
  final String collector;
  final long lastSeq;

  /** Events that the stream paid for with credit, repeats included. */
  final int credit;

  /** Its credit was given back; guarded by the stream. */
  boolean settled;

  private final int taken;
  private final ByteGate gate;
  private final IngestMetrics metrics;
  private final Consumer<InFlightBatch> ended;
  // One more than the records out, until the batch is sealed: it must not end half-sent.
  private final AtomicInteger open = new AtomicInteger(1);
  private final AtomicInteger published = new AtomicInteger();
  private final AtomicInteger discarded = new AtomicInteger();
  private volatile @Nullable PublishException failure;
  private long bytes; // encoded; written by the reader before it seals, read at the end

  /**
   * @param credit events in the batch
   * @param taken events of it that are no repeats
   */
  InFlightBatch(
      String collector,
      long lastSeq,
      int credit,
      int taken,
      ByteGate gate,
      IngestMetrics metrics,
      Consumer<InFlightBatch> ended) {
    this.collector = collector;
    this.lastSeq = lastSeq;
    this.credit = credit;
    this.taken = taken;
    this.gate = gate;
    this.metrics = metrics;
    this.ended = ended;
    metrics.inFlight.addAndGet(taken);
  }

  /** A record is about to be published. */
  void sending(int recordBytes) {
    bytes += recordBytes;
    open.incrementAndGet();
  }

  @Override
  public void published() {
    published.incrementAndGet();
    release();
  }

  @Override
  public void failed(PublishException cause) {
    failure = cause;
    release();
  }

  /** The completion of a record that stands in for a refused event. */
  Completion refusal(Refusal reason) {
    return new Completion() {
      @Override
      public void published() {
        discarded.incrementAndGet();
        metrics.discarded(reason);
        release();
      }

      @Override
      public void failed(PublishException cause) {
        InFlightBatch.this.failed(cause);
      }
    };
  }

  /** Every record has been given to the publisher, or will not be. */
  void seal() {
    gate.add(bytes);
    release();
  }

  private void release() {
    if (open.decrementAndGet() == 0) {
      metrics.published.inc(published.get());
      metrics.failed.inc(taken - published.get() - discarded.get());
      metrics.inFlight.addAndGet(-taken);
      gate.remove(bytes);
      ended.accept(this);
    }
  }

  boolean hasEnded() {
    return open.get() == 0;
  }

  /** True when Kafka holds all of it. Asked after the end. */
  boolean isWhole() {
    // Counted, not concluded from the absence of a failure: an acknowledgement must never be wrong.
    return published.get() + discarded.get() == taken;
  }

  /** Why it is not whole. */
  String failure() {
    PublishException cause = failure;
    return cause == null ? "The relay did not publish the whole batch" : cause.getMessage();
  }
}
