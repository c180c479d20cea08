package io.weir.relay.observe;

import io.weir.event.v1.NodeReport;
import io.weir.event.v1.NodeReport.Clock;
import io.weir.event.v1.NodeReport.SeenNode;
import io.weir.hubble.relay.NodeState;
import io.weir.query.v1.NodeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the newest report of each collector says about nodes. Pure; confined to its owner's lock.
 *
 * <p>A node is connected when at least one collector that reported lately says so. Its numbers are
 * those of the runs that say so now, added up: so flows divided by uptime stays a rate through
 * every restart. A collector that is silent for {@code unavailableAfter}, or has said that it ends,
 * makes its nodes unavailable; after {@code retention} it is forgotten.
 */
final class NodeRoster {
  private static final Comparator<Claim> CLOSEST =
      Comparator.<Claim, Boolean>comparing(claim -> claim.own)
          .thenComparing(claim -> claim.heard.at());

  private record Heard(NodeReport report, Instant at) {}

  /** What one collector says about one node. */
  private record Claim(Heard heard, boolean own, NodeState state, SeenNode seen) {}

  /**
   * One node, all collectors together.
   *
   * @param version of the collector closest to it: on the node itself if there is one
   * @param address of the node; empty where only an upstream Hubble told of it
   * @param uptime of the oldest run that reports it; zero while it is not connected
   * @param seenFlows of those runs
   * @param flowsRate of those runs, flows a second
   * @param clock how far its clock is off; empty while it is not connected, or nobody knows
   */
  record Known(
      String name,
      NodeState state,
      String version,
      String address,
      Duration uptime,
      long seenFlows,
      double flowsRate,
      Optional<NodeClock> clock) {}

  private final int collectorsMax;
  private final Duration unavailableAfter;
  private final Duration retention;
  private final Map<String, Heard> newest = new HashMap<>();

  /** Knows nobody; keeps the reports of at most {@code collectorsMax} collectors. */
  NodeRoster(int collectorsMax, Duration unavailableAfter, Duration retention) {
    this.collectorsMax = collectorsMax;
    this.unavailableAfter = unavailableAfter;
    this.retention = retention;
  }

  /**
   * Takes a report; the collector's newest one counts.
   *
   * @param at when it arrived in the topic
   * @return false if there are too many collectors
   */
  boolean take(NodeReport report, Instant at, Instant now) {
    if (!newest.containsKey(report.getId()) && newest.size() >= collectorsMax) {
      forget(now);
      if (newest.size() >= collectorsMax) {
        return false;
      }
    }
    newest.put(report.getId(), new Heard(report, at));
    return true;
  }

  private void forget(Instant now) {
    newest.values().removeIf(heard -> heard.at().plus(retention).isBefore(now));
  }

  /** The nodes by name, those that are gone included. */
  Map<String, Known> nodes(Instant now) {
    forget(now);
    Map<String, List<Claim>> claims = new TreeMap<>();
    for (Heard heard : newest.values()) {
      for (SeenNode seen : seen(heard.report())) {
        boolean own = seen.getName().equals(heard.report().getNode());
        claims
            .computeIfAbsent(seen.getName(), name -> new ArrayList<>())
            .add(new Claim(heard, own, state(heard, seen, now), seen));
      }
    }
    Map<String, Known> nodes = new TreeMap<>();
    claims.forEach((name, all) -> nodes.put(name, known(name, all, now)));
    return nodes;
  }

  /** A collector that lists no node stands for its own. */
  private static List<SeenNode> seen(NodeReport report) {
    return report.getNodesCount() > 0
        ? report.getNodesList()
        : List.of(SeenNode.newBuilder().setName(report.getNode()).build());
  }

  private NodeState state(Heard heard, SeenNode seen, Instant now) {
    boolean silent = !heard.at().plus(unavailableAfter).isAfter(now);
    if (seen.getState() == NodeState.NODE_GONE) {
      return NodeState.NODE_GONE;
    }
    if (silent || heard.report().getEnding()) {
      return NodeState.NODE_UNAVAILABLE;
    }
    return switch (seen.getState()) {
      case NODE_UNAVAILABLE, NODE_ERROR -> seen.getState();
      default -> NodeState.NODE_CONNECTED;
    };
  }

  private static Known known(String name, List<Claim> claims, Instant now) {
    NodeState state = claims.stream().map(Claim::state).min(BEST_FIRST).orElseThrow();
    List<Claim> agreeing = claims.stream().filter(claim -> claim.state() == state).toList();
    Claim closest = agreeing.stream().max(CLOSEST).orElseThrow();
    String version = closest.heard().report().getVersion();
    Optional<String> address =
        agreeing.stream()
            .filter(Claim::own)
            .max(CLOSEST)
            .map(claim -> claim.heard().report().getAddress());
    Duration uptime = Duration.ZERO;
    long flows = 0;
    double rate = 0;
    Optional<NodeClock> clock = Optional.empty();
    if (state == NodeState.NODE_CONNECTED) {
      clock = clock(name, agreeing);
      for (Claim claim : agreeing) {
        Duration up = uptime(claim.heard(), now);
        uptime = up.compareTo(uptime) > 0 ? up : uptime;
        flows += claim.seen().getSeenFlows();
        rate += claim.seen().getFlowsRate();
      }
    }
    return new Known(name, state, version, address.orElse(""), uptime, flows, rate, clock);
  }

  private static final Comparator<NodeState> BEST_FIRST =
      Comparator.comparingInt(
          state ->
              switch (state) {
                case NODE_CONNECTED -> 0;
                case NODE_ERROR -> 1;
                case NODE_UNAVAILABLE -> 2;
                default -> 3;
              });

  /**
   * How far the node's clock is off: as its own collector's relay found; else what the times of its
   * events prove, once the collector that read them is known to be right itself.
   */
  private static Optional<NodeClock> clock(String name, List<Claim> claims) {
    Optional<Claim> own = claims.stream().filter(c -> c.own && hasClock(c)).max(CLOSEST);
    if (own.isPresent()) {
      Clock found = own.get().heard().report().getClock();
      return Optional.of(
          NodeClock.newBuilder()
              .setNode(name)
              .setAheadLeastNs(found.getAheadLeastNs())
              .setAheadMostNs(found.getAheadMostNs())
              .build());
    }
    return claims.stream()
        .filter(c -> !c.own && hasClock(c) && c.seen().getEventsAheadNs() > 0)
        .map(c -> c.seen().getEventsAheadNs() + c.heard().report().getClock().getAheadLeastNs())
        .max(Long::compare)
        .filter(least -> least > 0)
        .map(
            least ->
                NodeClock.newBuilder()
                    .setNode(name)
                    .setAheadLeastNs(least)
                    .setAheadMostNs(least)
                    .setFromEvents(true)
                    .build());
  }

  private static boolean hasClock(Claim claim) {
    return claim.heard().report().hasClock();
  }

  /** By the collector's own clock up to its report, by ours since then: clocks may differ. */
  private static Duration uptime(Heard heard, Instant now) {
    NodeReport report = heard.report();
    Duration until = Duration.ofNanos(report.getReportedAtNs() - report.getStartedAtNs());
    Duration up = until.plus(Duration.between(heard.at(), now));
    return up.isNegative() ? Duration.ZERO : up;
  }
}
