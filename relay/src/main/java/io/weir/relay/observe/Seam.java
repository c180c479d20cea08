package io.weir.relay.observe;

import io.weir.storage.FlowStore;
import io.weir.storage.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Joins archive and live tail so that an answer has no gap and no double.
 *
 * <p>A query takes {@code S}, how far the archive has read each partition, and then the ring's
 * events with offsets from {@code S} on. The archive is scanned <em>before</em> {@code S} whatever
 * it archives meanwhile, and following continues at the first event that was not in the ring when
 * the snapshot was taken. When the ring no longer reaches back to {@code S}, because the archiver
 * is behind, the query waits for it and takes {@code S} anew.
 *
 * <p>So that a query sees everything that was acknowledged before it began, it first waits, within
 * a limit, until the tail has reached the end offsets that the topic had at that moment.
 */
final class Seam {
  private static final long LOOK_AGAIN_MILLIS = 50;

  /** Waits until the live tail has what is in the topic now. */
  interface Tail {
    /**
     * Returns false if the time was too short.
     *
     * @throws UnavailableException if the tail has not begun to read
     */
    boolean awaitEnd(Duration limit) throws UnavailableException, InterruptedException;
  }

  /** No complete answer can be given now; the message says why and what to do. */
  static final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnavailableException(String message) {
      super(message);
    }
  }

  private final FlowStore store;
  private final Ring ring;
  private final Tail tail;
  private final Duration endWait;
  private final Duration archiveWait;
  private final ObserveMetrics metrics;

  Seam(FlowStore store, Ring ring, Tail tail, ObserveConfig config, ObserveMetrics metrics) {
    this.store = store;
    this.ring = ring;
    this.tail = tail;
    this.endWait = config.endWait();
    this.archiveWait = config.archiveWait();
    this.metrics = metrics;
  }

  /**
   * Where what is to come begins; needs no archive.
   *
   * @throws UnavailableException if the tail has not begun to read
   */
  Ring.Snapshot now() throws UnavailableException, InterruptedException {
    awaitEnd();
    return ring.end();
  }

  private void awaitEnd() throws UnavailableException, InterruptedException {
    if (!tail.awaitEnd(endWait)) {
      metrics.answeredBehind();
    }
  }

  /**
   * The ring's part, and where the archive's part ends.
   *
   * @param gone true when nobody waits for the answer any more
   * @throws UnavailableException if the archiver does not catch up in time
   * @throws io.weir.storage.StoreException if the archive cannot be read
   */
  Ring.Snapshot join(BooleanSupplier gone) throws UnavailableException, InterruptedException {
    awaitEnd();
    long deadline = System.nanoTime() + archiveWait.toNanos();
    while (true) {
      Progress archived = store.progress();
      Optional<Ring.Snapshot> snapshot = ring.from(archived);
      if (snapshot.isPresent()) {
        return snapshot.get();
      }
      if (System.nanoTime() - deadline >= 0 || gone.getAsBoolean()) {
        throw new UnavailableException(
            "The archive is further behind than the live tail reaches back, so the answer would"
                + " have a gap (waited "
                + archiveWait.toSeconds()
                + " s). Check that the archiver runs and keeps up, then ask again.");
      }
      Thread.sleep(LOOK_AGAIN_MILLIS);
    }
  }
}
