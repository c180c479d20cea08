package io.weir.alerting.burn;

import java.time.Duration;

/**
 * The sum of one window up to the head, kept running: moving on by ten seconds adds one bucket and
 * takes off at most one. Its stretch is as {@link Level} says. Confined to its series.
 */
final class SlidingSum {
  private final long windowMs;
  private final Ring base;
  private final Ring ring;
  private long tail;
  private long head;
  private long bad;
  private long total;
  private long lost;

  /**
   * @param base buckets of ten seconds
   * @param ring buckets of the window's level
   */
  SlidingSum(Duration window, Ring base, Ring ring) {
    this.windowMs = window.toMillis();
    this.base = base;
    this.ring = ring;
  }

  /** Begins empty. */
  void begin(long headMs) {
    head = headMs;
    tail = tailOf(headMs);
    bad = 0;
    total = 0;
    lost = 0;
  }

  /** Begins with what the buckets hold; none may lie after the head. */
  void rebuild(long headMs) {
    begin(headMs);
    for (long time = tail; time < head; time += ring.lengthMs()) {
      add(ring.bad(time), ring.total(time), ring.lost(time));
    }
  }

  private long tailOf(long headMs) {
    return Math.floorDiv(headMs - windowMs, ring.lengthMs()) * ring.lengthMs();
  }

  /** Adds a revision of {@code timeMs}, when it is in the window. */
  void revise(long timeMs, long moreBad, long moreTotal, long moreLost) {
    if (timeMs >= tail && timeMs < head) {
      add(moreBad, moreTotal, moreLost);
    }
  }

  /** Moves on; buckets up to {@code headMs} must be there. */
  void advance(long headMs) {
    long newTail = tailOf(headMs);
    if (newTail >= head) {
      long from = Math.max(newTail, head);
      begin(headMs);
      addBase(from, headMs);
      return;
    }
    for (; tail < newTail; tail += ring.lengthMs()) {
      add(-ring.bad(tail), -ring.total(tail), -ring.lost(tail));
    }
    addBase(head, headMs);
    head = headMs;
  }

  private void addBase(long fromMs, long toMs) {
    long end = Math.min(toMs, base.endMs());
    for (long time = fromMs; time < end; time += base.lengthMs()) {
      add(base.bad(time), base.total(time), base.lost(time));
    }
  }

  private void add(long moreBad, long moreTotal, long moreLost) {
    bad += moreBad;
    total += moreTotal;
    lost += moreLost;
  }

  long tailMs() {
    return tail;
  }

  Counts counts() {
    return new Counts(bad, total, lost);
  }
}
