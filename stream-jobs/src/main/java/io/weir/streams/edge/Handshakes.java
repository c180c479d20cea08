package io.weir.streams.edge;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.series.v1.Edge;
import io.weir.streams.edge.Connection.Handshake;
import java.util.List;

/** The TCP half of {@link ConnectionTracker}: attempts and their outcome, ends, retransmits. */
final class Handshakes {
  /** Points that may report one SYN; further ones count as no retransmit. */
  private static final int SYN_POINTS_MAX = 16;

  private final EdgeRules rules;

  Handshakes(EdgeRules rules) {
    this.rules = rules;
  }

  static boolean isSyn(Flow flow) {
    TCPFlags flags = flow.getL4().getTCP().getFlags();
    return flags.getSYN() && !flags.getACK();
  }

  void onFlow(
      Connection connection,
      Edge edge,
      Flow flow,
      boolean fromClient,
      long timeNs,
      List<EdgeDelta> deltas) {
    // Decided by the times of flows alone, never by whether a timer came before them: a replay has
    // its timers at other moments.
    onTime(connection, timeNs, deltas);
    TCPFlags flags = flow.getL4().getTCP().getFlags();
    followPath(connection, flow, fromClient);
    if (isSyn(flow)) {
      onSyn(connection, edge, flow, timeNs, deltas);
    } else if (ConnectionTracker.isStopped(flow)) {
      return;
    } else if (flags.getRST()) {
      onReset(connection, edge, fromClient, timeNs, deltas);
    } else if (flags.getACK() || flags.getFIN() || FlowFacts.isL7(flow)) {
      onEvidence(connection, timeNs, deltas);
      if (flags.getFIN()) {
        onFin(connection, edge, timeNs, deltas);
      }
    }
  }

  void onTime(Connection connection, long nowNs, List<EdgeDelta> deltas) {
    if (connection.handshake == Handshake.PENDING && isOverdue(connection.synNs, nowNs)) {
      connection.handshake = Handshake.UNANSWERED;
      outcome(connection, TcpTally.UNANSWERED, deltas);
      if (!connection.leftNode.isEmpty() && !connection.pathKnown) {
        claim(connection, true);
      }
    }
  }

  /** Keeps how far the SYN was seen to come. */
  private static void followPath(Connection connection, Flow flow, boolean fromClient) {
    boolean atClient = flow.getTrafficDirection() == TrafficDirection.EGRESS;
    if (fromClient && isSyn(flow) && atClient && !ConnectionTracker.isStopped(flow)) {
      if (leaves(flow)) {
        connection.leftNode = flow.getNodeName();
        connection.serverIp = flow.getIP().getDestination();
      }
      return;
    }
    // Everything else proves that the path is not to blame: dropped on the way out, seen at the
    // server's side, or answered.
    connection.pathKnown = true;
    if (connection.claimed) {
      claim(connection, false);
    }
  }

  /** True where the packet is on its way out of the node, not merely on its way to being judged. */
  private static boolean leaves(Flow flow) {
    if (flow.getEventType().getType() == FlowFacts.EVENT_POLICY_VERDICT) {
      return false;
    }
    return switch (flow.getTraceObservationPoint()) {
      case TO_NETWORK, TO_OVERLAY, TO_STACK, TO_CRYPTO, UNKNOWN_POINT -> true;
      default -> false;
    };
  }

  private static void claim(Connection connection, boolean lost) {
    connection.claimed = lost;
    String id = connection.client + ">" + connection.serverIp + "@" + connection.synNs;
    connection.claims.add(
        new PathClaim(
            id,
            connection.attemptEdge,
            connection.synNs,
            connection.serverIp,
            connection.leftNode,
            !lost));
  }

  private boolean isOverdue(long sinceNs, long nowNs) {
    return nowNs >= sinceNs + rules.answerTimeout().toNanos();
  }

  private void onSyn(
      Connection connection, Edge edge, Flow flow, long timeNs, List<EdgeDelta> deltas) {
    String point = FlowFacts.observationPoint(flow);
    if (connection.handshake != Handshake.NONE) {
      if (connection.synPoints.contains(point)) {
        deltas.add(tcp(connection.attemptEdge, timeNs, TcpTally.RETRANSMIT));
      } else if (connection.synPoints.size() < SYN_POINTS_MAX) {
        connection.synPoints.add(point);
      }
      return;
    }
    connection.synPoints.add(point);
    connection.synNs = timeNs;
    connection.attemptEdge = edge;
    connection.handshake = Handshake.PENDING;
    outcome(connection, TcpTally.ATTEMPT, deltas);
    // What answers it may have come first, from another node.
    if (connection.evidenceNs >= timeNs) {
      connection.handshake = Handshake.ESTABLISHED;
      outcome(connection, TcpTally.ESTABLISHED, deltas);
    } else if (connection.earlyRstNs >= timeNs) {
      connection.handshake = Handshake.REFUSED;
      connection.refusedNs = connection.earlyRstNs;
      outcome(connection, TcpTally.REFUSED, deltas);
    }
  }

  private void onEvidence(Connection connection, long timeNs, List<EdgeDelta> deltas) {
    connection.evidenceNs = Math.max(connection.evidenceNs, timeNs);
    if (timeNs < connection.synNs) {
      return;
    }
    if (connection.handshake == Handshake.PENDING) {
      connection.handshake = Handshake.ESTABLISHED;
      outcome(connection, TcpTally.ESTABLISHED, deltas);
    } else if (connection.handshake == Handshake.UNANSWERED
        && !isOverdue(connection.synNs, timeNs)) {
      connection.handshake = Handshake.ESTABLISHED;
      outcome(connection, TcpTally.ANSWERED_AFTER_ALL, deltas);
    }
  }

  private void onReset(
      Connection connection, Edge edge, boolean fromClient, long timeNs, List<EdgeDelta> deltas) {
    boolean answers = !fromClient && timeNs >= connection.synNs;
    switch (connection.handshake) {
      case NONE -> {
        if (connection.evidenceNs != 0) {
          end(connection, edge, timeNs, true, deltas);
        } else if (!fromClient) {
          connection.earlyRstNs = timeNs;
        }
      }
      case PENDING -> {
        if (answers) {
          refuse(connection, timeNs, TcpTally.REFUSED, deltas);
        }
      }
      case UNANSWERED -> {
        if (connection.evidenceNs >= connection.synNs) {
          end(connection, edge, timeNs, true, deltas);
        } else if (answers && !isOverdue(connection.synNs, timeNs)) {
          refuse(connection, timeNs, TcpTally.REFUSED_AFTER_ALL, deltas);
        }
      }
      case ESTABLISHED -> end(connection, edge, timeNs, true, deltas);
      case REFUSED -> {
        // Another point reports the same refusal.
      }
    }
  }

  private static void refuse(
      Connection connection, long timeNs, TcpTally refusal, List<EdgeDelta> deltas) {
    connection.handshake = Handshake.REFUSED;
    connection.refusedNs = timeNs;
    outcome(connection, refusal, deltas);
  }

  private static void onFin(Connection connection, Edge edge, long timeNs, List<EdgeDelta> deltas) {
    if (connection.closed && connection.reset && timeNs < connection.closedNs) {
      // A reset after a FIN is how many clients tidy up; it hurt nobody.
      connection.reset = false;
      deltas.add(tcp(connection.closedEdge, connection.closedNs, TcpTally.NOT_RESET_AFTER_ALL));
    }
    end(connection, edge, timeNs, false, deltas);
  }

  private static void end(
      Connection connection, Edge edge, long timeNs, boolean reset, List<EdgeDelta> deltas) {
    if (connection.closed) {
      return;
    }
    connection.closed = true;
    connection.reset = reset;
    connection.closedNs = timeNs;
    connection.closedEdge = edge;
    deltas.add(tcp(edge, timeNs, reset ? TcpTally.RESET : TcpTally.CLOSED));
  }

  private static void outcome(Connection connection, TcpTally tally, List<EdgeDelta> deltas) {
    deltas.add(tcp(connection.attemptEdge, connection.synNs, tally));
  }

  private static EdgeDelta tcp(Edge edge, long timeNs, TcpTally tally) {
    return new EdgeDelta(edge, timeNs, EdgeCounts.NONE.plus(tally));
  }
}
