package io.weir.streams.coverage;

import io.weir.series.v1.Coverage;
import io.weir.series.v1.Gap;
import io.weir.streams.coverage.GapCounts.Cause;
import io.weir.streams.edge.Capped;
import io.weir.streams.edge.NamedCounts;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What arrived in a window and what is known to be missing. Immutable.
 *
 * @param received flow events by node, at most {@value #NODES_MAX} and {@value #OTHER}
 * @param gaps by cause, at most {@value #GAPS_MAX} and {@link Cause#OTHER}
 */
public record CoverageCounts(SortedMap<String, Long> received, SortedMap<Cause, GapCounts> gaps) {
  /** Nodes kept apart in one window; the rest is summed up. */
  public static final int NODES_MAX = 1000;

  /** Causes kept apart in one window; the rest is summed up. */
  public static final int GAPS_MAX = 100;

  public static final String OTHER = "other";

  public static final CoverageCounts NONE =
      new CoverageCounts(Collections.emptySortedMap(), Collections.emptySortedMap());

  /** Flow events that a node sent. */
  public static CoverageCounts received(String node, long count) {
    TreeMap<String, Long> received = new TreeMap<>();
    received.put(node, count);
    return new CoverageCounts(
        Collections.unmodifiableSortedMap(received), Collections.emptySortedMap());
  }

  /** Events missing for one cause. */
  public static CoverageCounts gap(Cause cause, GapCounts counts) {
    TreeMap<Cause, GapCounts> gaps = new TreeMap<>();
    gaps.put(cause, counts);
    return new CoverageCounts(
        Collections.emptySortedMap(), Collections.unmodifiableSortedMap(gaps));
  }

  /** Adds node by node and cause by cause, within the limits. Associative and commutative. */
  public CoverageCounts plus(CoverageCounts other) {
    return new CoverageCounts(
        Capped.sum(received, other.received, Math::addExact, sum -> false, NODES_MAX, OTHER),
        Capped.sum(gaps, other.gaps, GapCounts::plus, sum -> false, GAPS_MAX, Cause.OTHER));
  }

  /** Events known to be missing. */
  public long lost() {
    return gaps.values().stream().mapToLong(GapCounts::lost).sum();
  }

  /** The message. Equal counts are equal bytes. */
  public Coverage toProto() {
    Coverage.Builder coverage = Coverage.newBuilder().setLost(lost());
    gaps.forEach(
        (cause, counts) ->
            coverage.addGaps(
                Gap.newBuilder()
                    .setNode(cause.node())
                    .setStage(cause.stage())
                    .setReason(cause.reason())
                    .setLost(counts.lost())
                    .setFirstNs(counts.firstNs())
                    .setLastNs(counts.lastNs())));
    if (!received.isEmpty()) {
      coverage.addAllReceived(NamedCounts.of(received).toProto());
    }
    return coverage.build();
  }

  /** What {@link #toProto} gave. */
  public static CoverageCounts fromProto(Coverage coverage) {
    TreeMap<Cause, GapCounts> gaps = new TreeMap<>();
    for (Gap gap : coverage.getGapsList()) {
      gaps.merge(
          new Cause(gap.getNode(), gap.getStage(), gap.getReason()),
          new GapCounts(gap.getLost(), gap.getFirstNs(), gap.getLastNs()),
          GapCounts::plus);
    }
    return new CoverageCounts(
        NamedCounts.fromProto(coverage.getReceivedList()).byName(),
        Collections.unmodifiableSortedMap(gaps));
  }
}
