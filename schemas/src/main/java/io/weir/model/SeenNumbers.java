package io.weir.model;

import java.util.HashMap;
import java.util.Map;

/**
 * Exact deduplication of a raw topic with one number per partition and collector.
 *
 * <p>A collector numbers its events 1, 2, 3… and the relay writes them in that order, so within a
 * partition each collector's numbers <em>first</em> appear in ascending order, with gaps where
 * events went to other partitions. A resend after a crash repeats numbers that have been there
 * before; hence what is not larger than the largest seen is a repeat. See
 * docs/explanation/life-of-a-flow.md.
 *
 * <p>Grows by one entry per collector run and partition; the owner calls {@link #forget} for
 * collectors that are gone. Not safe for use by several threads: confined to the reader's thread.
 */
public final class SeenNumbers {
  /** One partition's view of one collector run. */
  public record Origin(int partition, String collector) {}

  private final Map<Origin, Long> largest = new HashMap<>();

  /** Nothing seen yet. */
  public SeenNumbers() {}

  /** What {@link #snapshot} gave earlier. */
  public SeenNumbers(Map<Origin, Long> snapshot) {
    largest.putAll(snapshot);
  }

  /** True the first time that a number appears, false when it is a repeat. */
  public boolean firstSight(int partition, String collector, long seq) {
    return firstSight(new Origin(partition, collector), seq);
  }

  /** The same for who has its origin at hand. */
  public boolean firstSight(Origin origin, long seq) {
    Long before = largest.get(origin);
    if (before != null && Long.compareUnsigned(seq, before) <= 0) {
      return false;
    }
    largest.put(origin, seq);
    return true;
  }

  /** Takes the larger number of both, for state that was split or joined. */
  public void merge(Map<Origin, Long> other) {
    other.forEach(
        (origin, seq) ->
            largest.merge(origin, seq, (a, b) -> Long.compareUnsigned(a, b) >= 0 ? a : b));
  }

  /** Drops a collector run that will not come back. */
  public void forget(Origin origin) {
    largest.remove(origin);
  }

  /** An immutable copy. */
  public Map<Origin, Long> snapshot() {
    return Map.copyOf(largest);
  }
}
