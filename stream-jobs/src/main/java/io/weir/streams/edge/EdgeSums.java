package io.weir.streams.edge;

import io.weir.series.v1.Edge;
import io.weir.streams.window.WindowSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up deltas by edge and ten seconds until they are taken. Mutable, confined to the thread of
 * the operator that owns it.
 *
 * <p>A sum is a delta at the beginning of its ten seconds: every window begins and ends with some
 * ten seconds, so a sum belongs to the windows of each of its parts.
 */
public final class EdgeSums {
  /** Sums held at most; the owner takes them when there are so many. */
  public static final int SUMS_MAX = 20_000;

  private static final long STEP_NS = WindowSize.TEN_SECONDS.lengthNs();

  private record Key(Edge edge, long startNs) {}

  private final Map<Key, EdgeCountsSum> sums = new LinkedHashMap<>();

  /** Adds what one event adds. */
  public void add(EdgeDelta delta) {
    Key key = new Key(delta.edge(), Math.floorDiv(delta.timeNs(), STEP_NS) * STEP_NS);
    EdgeCountsSum sum = sums.get(key);
    if (sum == null) {
      sum = new EdgeCountsSum();
      sums.put(key, sum);
    }
    sum.add(delta.counts());
  }

  /** True when the sums should be taken. */
  public boolean isFull() {
    return sums.size() >= SUMS_MAX;
  }

  /** The sums since the last call, in the order in which they began. */
  public List<EdgeDelta> take() {
    List<EdgeDelta> deltas = new ArrayList<>(sums.size());
    sums.forEach(
        (key, sum) -> deltas.add(new EdgeDelta(key.edge(), key.startNs(), sum.toCounts())));
    sums.clear();
    return deltas;
  }
}
