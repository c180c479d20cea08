package io.weir.alerting.burn;

/**
 * The newest buckets of one level, each {@code [start, start + length)} with {@code start} a
 * multiple of {@code length}. What becomes older than its capacity is forgotten, and the journal
 * told. Confined to its owner.
 */
final class Ring {
  private static final long NOTHING = Long.MIN_VALUE;

  private final Level level;
  private final long lengthMs;
  private final int capacity;
  private final Journal journal;
  private final Column bad;
  private final Column total;
  private final Column lost;
  private long newest = NOTHING;

  /**
   * @param capacity buckets kept, the newest included
   */
  Ring(Level level, long lengthMs, int capacity, Journal journal) {
    this.level = level;
    this.lengthMs = lengthMs;
    this.capacity = capacity;
    this.journal = journal;
    this.bad = new Column(capacity);
    this.total = new Column(capacity);
    this.lost = new Column(capacity);
  }

  /** Adds to the bucket that {@code timeMs} is in; false when it is forgotten. */
  boolean add(long timeMs, long moreBad, long moreTotal, long moreLost) {
    long bucket = Math.floorDiv(timeMs, lengthMs);
    if (!reach(bucket)) {
      return false;
    }
    int slot = slot(bucket);
    bad.set(slot, bad.get(slot) + moreBad);
    total.set(slot, total.get(slot) + moreTotal);
    lost.set(slot, lost.get(slot) + moreLost);
    if (journal != Journal.NONE) {
      record(bucket, slot);
    }
    return true;
  }

  private void record(long bucket, int slot) {
    Counts counts = counts(slot);
    if (counts.equals(Counts.NONE)) {
      journal.remove(level, bucket * lengthMs);
    } else {
      journal.put(level, bucket * lengthMs, counts);
    }
  }

  /** Sets a bucket to what the journal had kept; false when it is older than the capacity. */
  boolean load(long startMs, Counts counts) {
    long bucket = Math.floorDiv(startMs, lengthMs);
    if (!reach(bucket)) {
      return false;
    }
    int slot = slot(bucket);
    bad.set(slot, counts.bad());
    total.set(slot, counts.total());
    lost.set(slot, counts.lost());
    return true;
  }

  /** Makes room for a bucket; false when it is older than the capacity. */
  private boolean reach(long bucket) {
    if (newest == NOTHING) {
      newest = bucket;
      return true;
    }
    if (bucket <= newest - capacity) {
      return false;
    }
    for (long old = newest - capacity + 1; old <= Math.min(newest, bucket - capacity); old++) {
      forget(old);
    }
    newest = Math.max(newest, bucket);
    return true;
  }

  private void forget(long bucket) {
    int slot = slot(bucket);
    if (total.get(slot) != 0 || lost.get(slot) != 0) {
      journal.remove(level, bucket * lengthMs);
    }
    bad.set(slot, 0);
    total.set(slot, 0);
    lost.set(slot, 0);
  }

  /** Forgets what is too old when the newest is the bucket of {@code timeMs}. */
  void advance(long timeMs) {
    if (newest != NOTHING) {
      reach(Math.max(newest, Math.floorDiv(timeMs, lengthMs)));
    }
  }

  /** Tells all that is there, oldest first. */
  void writeTo(Journal other) {
    if (newest == NOTHING) {
      return;
    }
    for (long bucket = newest - capacity + 1; bucket <= newest; bucket++) {
      Counts counts = counts(slot(bucket));
      if (!counts.equals(Counts.NONE)) {
        other.put(level, bucket * lengthMs, counts);
      }
    }
  }

  private int slot(long bucket) {
    return (int) Math.floorMod(bucket, capacity);
  }

  private boolean has(long bucket) {
    return newest != NOTHING && bucket <= newest && bucket > newest - capacity;
  }

  long bad(long timeMs) {
    long bucket = Math.floorDiv(timeMs, lengthMs);
    return has(bucket) ? bad.get(slot(bucket)) : 0;
  }

  long total(long timeMs) {
    long bucket = Math.floorDiv(timeMs, lengthMs);
    return has(bucket) ? total.get(slot(bucket)) : 0;
  }

  long lost(long timeMs) {
    long bucket = Math.floorDiv(timeMs, lengthMs);
    return has(bucket) ? lost.get(slot(bucket)) : 0;
  }

  /** The bucket that {@code timeMs} is in; none when it is forgotten. */
  Counts counts(long timeMs) {
    return has(Math.floorDiv(timeMs, lengthMs))
        ? counts(slot(Math.floorDiv(timeMs, lengthMs)))
        : Counts.NONE;
  }

  private Counts counts(int slot) {
    return new Counts(bad.get(slot), total.get(slot), lost.get(slot));
  }

  long lengthMs() {
    return lengthMs;
  }

  int capacity() {
    return capacity;
  }

  /** The end of the newest bucket, or {@code Long.MIN_VALUE} without any. */
  long endMs() {
    return newest == NOTHING ? NOTHING : (newest + 1) * lengthMs;
  }

  long sizeBytes() {
    return bad.sizeBytes() + total.sizeBytes() + lost.sizeBytes();
  }
}
