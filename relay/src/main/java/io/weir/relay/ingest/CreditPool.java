package io.weir.relay.ingest;

import java.util.Optional;

/**
 * Shares a bounded number of events between streams.
 *
 * <p>What a stream may still send and what it has sent but Kafka has not acknowledged is its
 * <em>use</em>; the sum of all uses never exceeds the total. Half of the total is cut into equal
 * floors, one for each stream that may exist, so nobody starves however many others sit on credit.
 * The other half goes to those who ask, each never holding more of it than is left free (the
 * dynamic threshold of shared-memory switches, Choudhury and Hahne 1998): one busy stream gets half
 * of it, two get a third each, and there is always something for the next one.
 *
 * <p>Safe for use by several threads.
 */
final class CreditPool {
  private final int streamsMax;
  private final long floor;
  private final long sharedTotal;
  private long sharedUse;
  private int accounts;

  /**
   * @param eventsTotal events over all streams, at least {@code 2 * streamsMax}
   * @param streamsMax accounts at the same time
   */
  CreditPool(long eventsTotal, int streamsMax) {
    this.streamsMax = streamsMax;
    this.floor = eventsTotal / (2L * streamsMax);
    this.sharedTotal = eventsTotal - floor * streamsMax;
  }

  /** An account for one stream; empty when there are too many. */
  synchronized Optional<Account> open() {
    if (accounts == streamsMax) {
      return Optional.empty();
    }
    accounts++;
    return Optional.of(new Account());
  }

  /** Accounts that are open, or closed with events in flight. */
  synchronized int accounts() {
    return accounts;
  }

  /** One stream's part. */
  final class Account {
    private long unused;
    private long inFlight;
    private boolean closed;

    /** Takes {@code events} from what was granted; false, and nothing taken, when it is less. */
    boolean spend(long events) {
      synchronized (CreditPool.this) {
        if (closed || events > unused) {
          return false;
        }
        unused -= events;
        inFlight += events;
        return true;
      }
    }

    /** Granted and not spent. */
    long unused() {
      synchronized (CreditPool.this) {
        return unused;
      }
    }

    /** {@code events} that were spent are acknowledged, or have failed. */
    void settle(long events) {
      synchronized (CreditPool.this) {
        long before = use();
        inFlight -= events;
        moved(before);
        if (closed && inFlight == 0) {
          accounts--;
        }
      }
    }

    /** Grants what is this stream's fair part by now; never less than the floor in all. */
    long grant() {
      synchronized (CreditPool.this) {
        if (closed) {
          return 0;
        }
        long before = use();
        long free = sharedTotal - sharedUse;
        long fair = floor + (free + Math.max(0, before - floor)) / 2;
        long granted = Math.max(0, Math.min(fair - before, Integer.MAX_VALUE));
        unused += granted;
        moved(before);
        return granted;
      }
    }

    /** Gives back what was not spent. Events in flight stay counted until they are settled. */
    void close() {
      synchronized (CreditPool.this) {
        if (closed) {
          return;
        }
        long before = use();
        closed = true;
        unused = 0;
        moved(before);
        if (inFlight == 0) {
          accounts--;
        }
      }
    }

    private long use() {
      return unused + inFlight;
    }

    private void moved(long before) {
      sharedUse += Math.max(0, use() - floor) - Math.max(0, before - floor);
    }
  }
}
