package io.weir.alerting.burn;

import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.EmptySlices;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * Turns events into slices of time: each slice that is over counts as {@value #SLICE} parts, of
 * which so many are bad. A late event may turn a slice around, for two hours. Confined to its
 * owner.
 */
final class Slices {
  /** One slice, in parts: ratios of slices are exact to a millionth. */
  static final long SLICE = 1_000_000;

  private static final long REVISED_MS = Duration.ofHours(2).toMillis();
  // Lost events count at most as a thousand slices: coverage is 0 long before.
  private static final long LOST_MAX = 1_000 * SLICE;

  /** Takes what slices add. */
  interface Sink {
    void add(long startMs, long bad, long total, long lost);
  }

  /** Which slices are not counted at all. */
  interface Excluded {
    boolean test(long startMs);
  }

  private final long sliceMs;
  private final Optional<BigDecimal> sliceTarget;
  private final EmptySlices empty;
  private final Excluded excluded;
  private final Ring events;
  private final Sink sink;
  private final Journal journal;
  private long closed = Long.MIN_VALUE;

  private Slices(
      Duration slice,
      Optional<BigDecimal> sliceTarget,
      EmptySlices empty,
      Excluded excluded,
      Sink sink,
      Journal journal) {
    this.sliceMs = slice.toMillis();
    this.sliceTarget = sliceTarget;
    this.empty = empty;
    this.excluded = excluded;
    this.sink = sink;
    this.journal = journal;
    long kept = (REVISED_MS + CountSeries.AHEAD_MAX.toMillis()) / sliceMs + 3;
    this.events = new Ring(Level.SLICE, sliceMs, (int) kept, journal);
  }

  /** The slices of a method, or none for one that counts events. */
  static Optional<Slices> of(BudgetMethod method, Excluded excluded, Sink sink, Journal journal) {
    if (method instanceof BudgetMethod.Timeslices slices) {
      return Optional.of(
          new Slices(
              slices.slice(),
              Optional.of(slices.sliceTarget()),
              slices.empty(),
              excluded,
              sink,
              journal));
    }
    if (method instanceof BudgetMethod.RatioTimeslices slices) {
      return Optional.of(
          new Slices(slices.slice(), Optional.empty(), slices.empty(), excluded, sink, journal));
    }
    return Optional.empty();
  }

  /** Adds events; false when their slice can no longer be revised. */
  boolean add(long timeMs, long bad, long total, long lost) {
    long slice = floor(timeMs);
    if (closed == Long.MIN_VALUE) {
      closed = slice;
    }
    Counts before = events.counts(slice);
    if (!events.add(slice, bad, total, lost)) {
      return false;
    }
    if (slice < closed) {
      replace(slice, before, events.counts(slice));
    }
    return true;
  }

  /** Counts the slices that are over. */
  void advance(long headMs) {
    if (closed == Long.MIN_VALUE) {
      closed = floor(headMs);
    }
    long until = floor(headMs);
    if (until <= closed) {
      return;
    }
    for (; closed < until; closed += sliceMs) {
      if (!excluded.test(closed)) {
        emit(closed, 1, outcome(events.counts(closed)));
      }
    }
    events.advance(headMs);
  }

  private void replace(long slice, Counts before, Counts after) {
    Counts was = outcome(before);
    Counts is = outcome(after);
    if (!was.equals(is)) {
      emit(slice, -1, was);
      emit(slice, 1, is);
    }
  }

  private void emit(long slice, int sign, Counts parts) {
    if (parts.total() != 0) {
      sink.add(slice, sign * parts.bad(), sign * parts.total(), sign * parts.lost());
    }
  }

  private Counts outcome(Counts of) {
    if (of.total() <= 0) {
      return switch (empty) {
        case GOOD -> new Counts(0, SLICE, 0);
        case BAD -> new Counts(SLICE, SLICE, 0);
        case SKIP -> Counts.NONE;
      };
    }
    long lost = Math.min(LOST_MAX, (long) ((double) of.lost() / of.total() * SLICE));
    return new Counts(badParts(of), SLICE, lost);
  }

  private long badParts(Counts of) {
    long good = of.total() - of.bad();
    if (sliceTarget.isEmpty()) {
      return Math.round((double) of.bad() / of.total() * SLICE);
    }
    // good/total >= target, without dividing.
    BigDecimal needed = sliceTarget.get().multiply(BigDecimal.valueOf(of.total()));
    return BigDecimal.valueOf(good).compareTo(needed) >= 0 ? 0 : SLICE;
  }

  /** Takes back what a journal kept. */
  void load(long startMs, Counts counts) {
    events.load(startMs, counts);
  }

  /** Tells the events of every slice that can still be revised. */
  void writeTo(Journal other) {
    events.writeTo(other);
  }

  /** Takes back up to when slices had been counted. */
  void loadClosed(long untilMs) {
    closed = untilMs;
  }

  /** Slices that ended up to then have been counted; {@code Long.MIN_VALUE} for none. */
  long closedMs() {
    return closed;
  }

  /** The end of the slice that a time is in. */
  long end(long timeMs) {
    return floor(timeMs) + sliceMs;
  }

  private long floor(long timeMs) {
    return Math.floorDiv(timeMs, sliceMs) * sliceMs;
  }

  long sizeBytes() {
    return events.sizeBytes();
  }
}
