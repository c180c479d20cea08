package io.weir.streams.edge;

import io.weir.series.v1.Edge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides the same as {@link PathLoss} once everything is known: where each address lived at any
 * time, when each node reported, and which claims were not taken back. What it says does not depend
 * on the order in which it was told. Mutable, confined to one thread.
 *
 * <p>Grows with addresses, claims, and the ten seconds in which nodes report.
 */
public final class PathHistory {
  /** First and last period in which a node was seen to hold an address. */
  private record Stay(long first, long last) {
    Stay and(Stay other) {
      return new Stay(Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  private record Report(String node, long period) {}

  private final Map<String, TreeMap<String, Stay>> stays = new HashMap<>();
  private final Set<Report> reports = new HashSet<>();
  private final TreeMap<String, PathClaim> claims = new TreeMap<>();
  private final Map<String, Integer> standing = new HashMap<>();

  /** A node reported, about an address that lives on it. */
  public void sighted(Sighting sighting) {
    stays
        .computeIfAbsent(sighting.ip(), ip -> new TreeMap<>())
        .merge(sighting.node(), new Stay(sighting.period(), sighting.period()), Stay::and);
    reports.add(new Report(sighting.node(), sighting.period()));
  }

  /** A claim, or that it was wrong. */
  public void claimed(PathClaim claim) {
    standing.merge(claim.id(), claim.takenBack() ? -1 : 1, Integer::sum);
    claims.putIfAbsent(claim.id(), claim);
  }

  /** What the claims that stand add to their edges, in order of their names. */
  public List<EdgeDelta> losses() {
    List<EdgeDelta> losses = new ArrayList<>();
    for (PathClaim claim : claims.values()) {
      if (standing.getOrDefault(claim.id(), 0) > 0 && isLoss(claim)) {
        Edge edge = claim.edge();
        losses.add(new EdgeDelta(edge, claim.synNs(), EdgeCounts.NONE.plus(TcpTally.pathLost(1))));
      }
    }
    return losses;
  }

  private boolean isLoss(PathClaim claim) {
    long period = PathLoss.period(claim.synNs());
    return home(claim.serverIp(), period)
        .filter(node -> !node.equals(claim.node()))
        .filter(node -> reported(node, period))
        .isPresent();
  }

  /** The node that held the address then, else the one that held it nearest to then. */
  private Optional<String> home(String ip, long period) {
    String best = "";
    long bestDistance = Long.MAX_VALUE;
    for (Map.Entry<String, Stay> entry : stays.getOrDefault(ip, new TreeMap<>()).entrySet()) {
      long distance = distance(entry.getValue(), period);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = entry.getKey();
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(best);
  }

  private static long distance(Stay stay, long period) {
    if (period < stay.first()) {
      return stay.first() - period;
    }
    return Math.max(0, period - stay.last());
  }

  private boolean reported(String node, long period) {
    return reports.contains(new Report(node, period - 1))
        || reports.contains(new Report(node, period))
        || reports.contains(new Report(node, period + 1));
  }
}
