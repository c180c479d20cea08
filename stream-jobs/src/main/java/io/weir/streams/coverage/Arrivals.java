package io.weir.streams.coverage;

import io.weir.event.v1.EventHeader;
import io.weir.streams.coverage.GapCounts.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds up events by node and ten seconds before they travel on: one delta for thousands of flows.
 * Mutable, confined to the thread of the operator that owns it.
 *
 * <p>A source that samples says so in each header: one in {@code sampling} was kept, so {@code
 * sampling - 1} others are missing, at about the same time.
 */
public final class Arrivals {
  /** Sums held at most; the owner takes them when there are so many. */
  public static final int SUMS_MAX = 10_000;

  static final String SAMPLING = "sampling";
  static final String JOBS = "jobs";
  static final String TOO_LATE = "too_late";

  private static final long STEP_NS = Duration.ofSeconds(10).toNanos();

  // One source may keep all and another few: each rate is a gap of its own, however events meet.
  private record Key(long startNs, String node, int sampling) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byStart = Long.compare(startNs, other.startNs);
      if (byStart != 0) {
        return byStart;
      }
      int byNode = node.compareTo(other.node);
      return byNode != 0 ? byNode : Integer.compare(sampling, other.sampling);
    }
  }

  private static final class Sum {
    long received;
    long sampledOut;
    long tooLate;
    long firstNs = Long.MAX_VALUE;
    long lastNs = Long.MIN_VALUE;
  }

  private final Map<Key, Sum> sums = new HashMap<>();

  /** A flow event arrived in time. */
  public void received(EventHeader header, long timeNs) {
    Sum sum = sum(header, timeNs);
    sum.received++;
    if (header.getSampling() > 1) {
      sum.sampledOut += header.getSampling() - 1L;
    }
  }

  /** A flow event arrived after all of its windows were given up. */
  public void tooLate(EventHeader header, long timeNs) {
    sum(header, timeNs).tooLate++;
  }

  private Sum sum(EventHeader header, long timeNs) {
    Key key =
        new Key(
            Math.floorDiv(timeNs, STEP_NS) * STEP_NS,
            header.getNode(),
            Math.max(1, header.getSampling()));
    Sum sum = sums.computeIfAbsent(key, unused -> new Sum());
    sum.firstNs = Math.min(sum.firstNs, timeNs);
    sum.lastNs = Math.max(sum.lastNs, timeNs);
    return sum;
  }

  /** True when the sums should be taken. */
  public boolean isFull() {
    return sums.size() >= SUMS_MAX;
  }

  /** The sums since the last call. */
  public List<CoverageDelta> take() {
    List<CoverageDelta> deltas = new ArrayList<>(sums.size());
    // In order of time, so that equal input is equal output.
    for (Map.Entry<Key, Sum> entry : new TreeMap<>(sums).entrySet()) {
      String node = entry.getKey().node();
      Sum sum = entry.getValue();
      CoverageCounts counts = CoverageCounts.NONE;
      if (sum.received > 0) {
        counts = counts.plus(CoverageCounts.received(node, sum.received));
      }
      if (sum.sampledOut > 0) {
        counts =
            counts.plus(
                gap(node, SAMPLING, "1 in " + entry.getKey().sampling(), sum.sampledOut, sum));
      }
      if (sum.tooLate > 0) {
        counts = counts.plus(gap(node, JOBS, TOO_LATE, sum.tooLate, sum));
      }
      deltas.add(new CoverageDelta(entry.getKey().startNs(), counts));
    }
    sums.clear();
    return deltas;
  }

  private static CoverageCounts gap(String node, String stage, String reason, long lost, Sum sum) {
    return CoverageCounts.gap(
        new Cause(node, stage, reason), new GapCounts(lost, sum.firstNs, sum.lastNs));
  }
}
