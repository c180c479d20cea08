package io.weir.relay.observe;

/**
 * Spreads the answers of one stream: in any time at most the limit's rate, and what a second of it
 * allows on top, which a client that was slow before may catch up. Confined to one thread.
 */
final class Pace {
  private static final long NANOS = 1_000_000_000L;

  private final long nanosPerAnswer;
  private long due;

  /**
   * A pace.
   *
   * @param perSecond 0 for no limit
   */
  Pace(int perSecond, long nowNanos) {
    this.nanosPerAnswer = perSecond == 0 ? 0 : NANOS / perSecond;
    this.due = nowNanos - NANOS;
  }

  /** Counts one answer; returns how long to wait before it is sent, ns, 0 for not at all. */
  long next(long nowNanos) {
    if (nanosPerAnswer == 0) {
      return 0;
    }
    due = Math.max(due, nowNanos - NANOS) + nanosPerAnswer;
    return Math.max(0, due - nowNanos);
  }
}
