package io.weir.streams.drop;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Drops of one group in one window. Immutable.
 *
 * @param samples the earliest {@value #SAMPLES_MAX}; so which ones does not depend on their order
 */
public record DropCounts(long count, long firstNs, long lastNs, SortedSet<Sample> samples) {
  public static final int SAMPLES_MAX = 5;

  public static final DropCounts NONE = new DropCounts(0, 0, 0, Collections.emptySortedSet());

  /**
   * A flow to look at.
   *
   * @param id the flow's uuid, else {@code collector:seq}
   */
  public record Sample(long timeNs, String id) implements Comparable<Sample> {
    @Override
    public int compareTo(Sample other) {
      int byTime = Long.compare(timeNs, other.timeNs);
      return byTime != 0 ? byTime : id.compareTo(other.id);
    }
  }

  public DropCounts {
    TreeSet<Sample> copy = new TreeSet<>(samples);
    while (copy.size() > SAMPLES_MAX) {
      copy.pollLast();
    }
    samples = Collections.unmodifiableSortedSet(copy);
  }

  /** One drop. */
  public static DropCounts one(Sample sample) {
    TreeSet<Sample> samples = new TreeSet<>();
    samples.add(sample);
    return new DropCounts(1, sample.timeNs(), sample.timeNs(), samples);
  }

  /** Adds two disjoint sets of drops. Associative and commutative. */
  public DropCounts plus(DropCounts other) {
    if (other.count == 0) {
      return this;
    }
    if (count == 0) {
      return other;
    }
    TreeSet<Sample> both = new TreeSet<>(samples);
    both.addAll(other.samples);
    return new DropCounts(
        count + other.count,
        Math.min(firstNs, other.firstNs),
        Math.max(lastNs, other.lastNs),
        both);
  }
}
