package io.weir.dashboards.answer;

import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.Gap;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up what is known to be missing, from the windows' own records: those without an edge. The
 * windows must not overlap; their order does not matter. Confined to the thread that answers.
 */
public final class MissingRollup {
  /** Causes that an answer lists; the number of events counts all. */
  private static final int CAUSES_MAX = 20;

  private final Map<Gap, Gap> byCause = new HashMap<>();
  private boolean known;
  private long lost;

  /** Looks at a window; those of single edges are left aside. */
  public void add(EdgeWindow window) {
    if (window.hasEdge() || !window.hasCoverage()) {
      return;
    }
    known = true;
    lost = Math.addExact(lost, window.getCoverage().getLost());
    for (Gap gap : window.getCoverage().getGapsList()) {
      Gap cause = gap.toBuilder().clearLost().clearFirstNs().clearLastNs().build();
      byCause.merge(cause, gap, MissingRollup::plus);
    }
  }

  private static Gap plus(Gap a, Gap b) {
    return a.toBuilder()
        .setLost(Math.addExact(a.getLost(), b.getLost()))
        .setFirstNs(Math.min(a.getFirstNs(), b.getFirstNs()))
        .setLastNs(Math.max(a.getLastNs(), b.getLastNs()))
        .build();
  }

  /**
   * True when nothing is known to be missing from windows that somebody vouches for; unknown when
   * there are none.
   */
  public Completeness complete() {
    if (lost > 0) {
      return Completeness.FALSE;
    }
    return known ? Completeness.TRUE : Completeness.UNKNOWN;
  }

  /** Events known to be missing. */
  public long lost() {
    return lost;
  }

  /** The largest causes, largest first. */
  public List<Missing> largest() {
    return byCause.values().stream()
        .map(
            gap ->
                new Missing(
                    gap.getNode(),
                    gap.getStage(),
                    gap.getReason(),
                    gap.getLost(),
                    TimeRange.instant(gap.getFirstNs()),
                    TimeRange.instant(gap.getLastNs())))
        .sorted(
            Comparator.comparingLong(Missing::events)
                .reversed()
                .thenComparing(Missing::node)
                .thenComparing(Missing::stage)
                .thenComparing(Missing::reason))
        .limit(CAUSES_MAX)
        .toList();
  }
}
