package io.weir.streams.edge;

import io.weir.series.v1.Edge;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Decides whether an attempt was lost between two nodes: the server's address is known to live on a
 * node, it is another one than the client's, and it reported other flows at about that time. So
 * silence of a node that does not report is never called a loss. Mutable, confined to the thread of
 * the operator that owns it.
 *
 * <p>Everything here is bounded; what was used or seen longest ago goes first. A claim that cannot
 * be decided any more is no loss.
 */
public final class PathLoss {
  /** Addresses whose node is known. */
  public static final int HOMES_MAX = 100_000;

  /** Nodes whose reports are known. */
  public static final int NODES_MAX = 10_000;

  /** Periods of {@link #PERIOD} that are remembered of each node: more than allowed lateness. */
  public static final int PERIODS_MAX = 128;

  /** Losses that may still be taken back. */
  public static final int LOSSES_MAX = 100_000;

  /** A node reported at a time when it did within the same period or one beside it. */
  static final Duration PERIOD = Duration.ofSeconds(10);

  private final Map<String, String> homes = new LinkedHashMap<>();
  private final Map<String, SortedSet<Long>> reports = new LinkedHashMap<>();
  private final Map<String, Boolean> losses = new LinkedHashMap<>();

  /** The period that a time belongs to. */
  public static long period(long timeNs) {
    return Math.floorDiv(timeNs, PERIOD.toNanos());
  }

  /** {@code node} reported in a period, about an address that lives on it. */
  public void sighted(Sighting sighting) {
    putLast(homes, sighting.ip(), sighting.node(), HOMES_MAX);
    SortedSet<Long> periods = reports.getOrDefault(sighting.node(), new TreeSet<>());
    periods.add(sighting.period());
    if (periods.size() > PERIODS_MAX) {
      periods.remove(periods.first());
    }
    putLast(reports, sighting.node(), periods, NODES_MAX);
  }

  /** What the claim adds to its edge; empty when it proves nothing. */
  public Optional<EdgeDelta> claimed(PathClaim claim) {
    if (claim.takenBack()) {
      return losses.remove(claim.id()) == null ? Optional.empty() : Optional.of(delta(claim, -1));
    }
    String home = homes.get(claim.serverIp());
    if (home == null || home.equals(claim.node()) || !reported(home, period(claim.synNs()))) {
      return Optional.empty();
    }
    putLast(losses, claim.id(), Boolean.TRUE, LOSSES_MAX);
    return Optional.of(delta(claim, 1));
  }

  private boolean reported(String node, long period) {
    SortedSet<Long> periods = reports.getOrDefault(node, Collections.emptySortedSet());
    return !periods.subSet(period - 1, period + 2).isEmpty();
  }

  private static EdgeDelta delta(PathClaim claim, int attempts) {
    Edge edge = claim.edge();
    return new EdgeDelta(edge, claim.synNs(), EdgeCounts.NONE.plus(TcpTally.pathLost(attempts)));
  }

  private static <V> void putLast(Map<String, V> map, String key, V value, int max) {
    map.remove(key);
    map.put(key, value);
    if (map.size() > max) {
      map.remove(map.keySet().iterator().next());
    }
  }

  /** Node by address, seen longest ago first. */
  public Map<String, String> homes() {
    return Collections.unmodifiableMap(homes);
  }

  /** Periods by node, seen longest ago first. */
  public Map<String, SortedSet<Long>> reports() {
    return Collections.unmodifiableMap(reports);
  }

  /** Names of the attempts that were called lost, oldest first. */
  public java.util.Set<String> losses() {
    return Collections.unmodifiableSet(losses.keySet());
  }

  /** Puts back what the three views gave. */
  public static PathLoss of(
      Map<String, String> homes, Map<String, SortedSet<Long>> reports, Iterable<String> losses) {
    PathLoss paths = new PathLoss();
    paths.homes.putAll(homes);
    reports.forEach((node, periods) -> paths.reports.put(node, new TreeSet<>(periods)));
    losses.forEach(id -> paths.losses.put(id, Boolean.TRUE));
    return paths;
  }
}
