package io.weir.alerting.burn;

import io.weir.alerting.slo.Period;
import java.time.Instant;

/**
 * The sum since a calendar period began, and what is already there of the next one. A period that
 * is over is not revised any more. Confined to its owner.
 */
final class CalendarSum {
  private final Period.Calendar period;
  private final Journal journal;
  private long start = Long.MIN_VALUE;
  private long end = Long.MIN_VALUE;
  private long endOfNext = Long.MIN_VALUE;
  private Counts current = Counts.NONE;
  private Counts next = Counts.NONE;

  CalendarSum(Period.Calendar period, Journal journal) {
    this.period = period;
    this.journal = journal;
  }

  void add(long timeMs, Counts more) {
    if (end == Long.MIN_VALUE) {
      begin(timeMs);
    }
    while (timeMs >= endOfNext) {
      advance(end + 1);
    }
    if (timeMs >= end) {
      next = next.plus(more);
      journal.put(Level.PERIOD, end, next);
    } else if (timeMs >= start) {
      current = current.plus(more);
      journal.put(Level.PERIOD, start, current);
    }
  }

  private void begin(long timeMs) {
    Instant time = Instant.ofEpochMilli(timeMs);
    start = period.start(time).toEpochMilli();
    end = period.end(time).toEpochMilli();
    endOfNext = period.end(Instant.ofEpochMilli(end)).toEpochMilli();
  }

  /** Begins the next period when {@code headMs} is past the end. */
  void advance(long headMs) {
    if (end == Long.MIN_VALUE) {
      begin(headMs);
    }
    while (headMs > end) {
      journal.remove(Level.PERIOD, start);
      current = next;
      next = Counts.NONE;
      begin(end);
    }
  }

  /** Takes back what a journal kept; the earlier of two periods is the current one. */
  void load(long startMs, Counts counts) {
    if (end == Long.MIN_VALUE) {
      begin(startMs);
      current = counts;
    } else if (startMs == end) {
      next = counts;
    } else if (startMs < start) {
      next = current;
      current = counts;
      begin(startMs);
    }
  }

  /**
   * Tells both sums; the current one also when it is none, so that the next is not taken for it.
   */
  void writeTo(Journal other) {
    if (end == Long.MIN_VALUE) {
      return;
    }
    other.put(Level.PERIOD, start, current);
    if (!next.equals(Counts.NONE)) {
      other.put(Level.PERIOD, end, next);
    }
  }

  long startMs() {
    return start;
  }

  long endMs() {
    return end;
  }

  Counts counts() {
    return current;
  }
}
