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

  /** Takes one drop back that was added before. */
  public static DropCounts takenBack(Sample sample) {
    return new DropCounts(-1, 0, 0, one(sample).samples());
  }

  /**
   * Adds two disjoint sets of drops. Associative and commutative. Where drops are taken back, the
   * sum is of what is left; first, last and samples are exact once nothing is, and otherwise may
   * still name a drop that a busier window had no room to tell apart.
   */
  public DropCounts plus(DropCounts other) {
    if (other.count == 0) {
      return this;
    }
    if (count == 0) {
      return other;
    }
    if (other.count < 0) {
      return less(other);
    }
    if (count < 0) {
      return other.less(this);
    }
    TreeSet<Sample> both = new TreeSet<>(samples);
    both.addAll(other.samples);
    return new DropCounts(
        count + other.count,
        Math.min(firstNs, other.firstNs),
        Math.max(lastNs, other.lastNs),
        both);
  }

  private DropCounts less(DropCounts other) {
    long left = count + other.count;
    if (left == 0) {
      return NONE;
    }
    TreeSet<Sample> rest = new TreeSet<>(samples);
    rest.removeAll(other.samples);
    boolean tellsFirst = left > 0 && !rest.isEmpty();
    boolean tellsAll = tellsFirst && left == rest.size();
    return new DropCounts(
        left,
        tellsFirst ? rest.first().timeNs() : firstNs,
        tellsAll ? rest.last().timeNs() : lastNs,
        rest);
  }
}
