package io.weir.streams.coverage;

/**
 * Events missing for one cause. Immutable.
 *
 * @param firstNs event time of the first that may be missing
 * @param lastNs event time of the last that may be missing
 */
public record GapCounts(long lost, long firstNs, long lastNs) {
  /**
   * What is missing.
   *
   * @param node where; empty when the source does not say
   * @param stage which part lost it
   * @param reason why
   */
  public record Cause(String node, String stage, String reason) implements Comparable<Cause> {
    /** All causes over the limit. */
    public static final Cause OTHER = new Cause("other", "", "");

    @Override
    public int compareTo(Cause other) {
      int byNode = node.compareTo(other.node);
      if (byNode != 0) {
        return byNode;
      }
      int byStage = stage.compareTo(other.stage);
      return byStage != 0 ? byStage : reason.compareTo(other.reason);
    }

    @Override
    public String toString() {
      return node + " " + stage + " " + reason;
    }
  }

  /** Adds two disjoint losses. Associative and commutative. */
  public GapCounts plus(GapCounts other) {
    return new GapCounts(
        Math.addExact(lost, other.lost),
        Math.min(firstNs, other.firstNs),
        Math.max(lastNs, other.lastNs));
  }
}
