package io.weir.streams.edge;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.series.v1.Edge;
import io.weir.streams.edge.Conversation.Handshake;
import java.util.Arrays;

/**
 * The TCP half of {@link ConnectionTracker}: attempts and their outcome, ends, retransmits. A flow
 * adds to the facts of a conversation; where they changed, what was counted is brought in line.
 */
final class Handshakes {
  /** Nodes whose view of one conversation is kept apart; further ones share the last. */
  static final int NODES_MAX = 8;

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
      Conversation conversation,
      Flow flow,
      boolean fromClient,
      long timeNs,
      Deltas deltas) {
    TCPFlags flags = flow.getL4().getTCP().getFlags();
    boolean syn = flags.getSYN() && !flags.getACK();
    boolean changed = followPath(conversation, flow, fromClient && syn);
    if (syn) {
      if (view(conversation, flow).addSyn(timeNs)) {
        changed = true;
        countRetransmits(conversation, deltas);
      }
    } else if (!ConnectionTracker.isStopped(flow)) {
      if (flags.getRST()) {
        view(conversation, flow).addRst(timeNs);
        if (!fromClient) {
          conversation.serverRstNs = NodeView.earlier(conversation.serverRstNs, timeNs);
        }
        changed = true;
      } else if ((flags.getACK() || flags.getFIN() || FlowFacts.isL7(flow)) && !isHalfOpen(flow)) {
        if (conversation.evidenceNs == 0 || timeNs < conversation.evidenceNs) {
          conversation.evidenceNs = timeNs;
          changed = true;
        }
        NodeView view = view(conversation, flow);
        view.addEvidence(timeNs);
        if (flags.getFIN()) {
          view.addFin(timeNs);
          changed = true;
        }
      }
    }
    if (changed) {
      settle(connection, conversation, deltas);
    }
  }

  void onTime(Connection connection, Conversation conversation, long nowNs, Deltas deltas) {
    if (conversation.handshake == Handshake.PENDING
        && !conversation.overdue
        && nowNs >= conversation.synNs + rules.answerTimeout().toNanos()) {
      conversation.overdue = true;
      settle(connection, conversation, deltas);
    }
  }

  /** The server has answered; whether the client ever heard of it, this report does not say. */
  static boolean isHalfOpen(Flow flow) {
    TCPFlags flags = flow.getL4().getTCP().getFlags();
    return flags.getSYN()
        && flags.getACK()
        && flow.getTrafficDirection() == TrafficDirection.INGRESS;
  }

  private static NodeView view(Conversation conversation, Flow flow) {
    String node = flow.getNodeName();
    NodeView known = conversation.view(node);
    if (known != null) {
      return known;
    }
    if (conversation.views.size() >= NODES_MAX) {
      return conversation.views.get(NODES_MAX - 1);
    }
    NodeView view = new NodeView(node);
    conversation.views.add(view);
    return view;
  }

  /** Keeps how far the SYN was seen to come; true when that says something new. */
  private static boolean followPath(Conversation conversation, Flow flow, boolean opens) {
    if (conversation.pathKnown) {
      return false;
    }
    boolean atClient = flow.getTrafficDirection() == TrafficDirection.EGRESS;
    if (opens && atClient && !ConnectionTracker.isStopped(flow)) {
      if (conversation.leftNode.isEmpty() && leaves(flow)) {
        conversation.leftNode = flow.getNodeName();
        conversation.serverIp = flow.getIP().getDestination();
        return true;
      }
      return false;
    }
    // Everything else proves that the path is not to blame: dropped on the way out, seen at the
    // server's side, or answered.
    conversation.pathKnown = true;
    return conversation.claimed;
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

  /** Counts what the facts mean now, and takes back what they meant before. */
  private void settle(Connection connection, Conversation conversation, Deltas deltas) {
    settleAttempt(conversation, deltas);
    settleEnd(conversation, deltas);
    settleClaim(connection, conversation);
  }

  private void settleAttempt(Conversation conversation, Deltas deltas) {
    long synNs = 0;
    for (int i = 0; i < conversation.views.size(); i++) {
      long[] syns = conversation.views.get(i).syns();
      if (syns.length > 0) {
        synNs = NodeView.earlier(synNs, syns[0]);
      }
    }
    Handshake outcome = outcome(conversation, synNs);
    if (outcome == conversation.handshake && synNs == conversation.synNs) {
      return;
    }
    if (conversation.handshake == Handshake.NONE) {
      conversation.attemptEdge = conversation.edge;
    }
    TcpTally was = tally(conversation.handshake);
    TcpTally is = tally(outcome);
    if (Deltas.slot(synNs) == Deltas.slot(conversation.synNs)) {
      is = is.minus(was);
    } else if (conversation.handshake != Handshake.NONE) {
      deltas.add(conversation.attemptEdge, conversation.synNs, TcpTally.NONE.minus(was));
    }
    if (!is.equals(TcpTally.NONE)) {
      deltas.add(conversation.attemptEdge, synNs, is);
    }
    conversation.handshake = outcome;
    conversation.synNs = synNs;
  }

  private Handshake outcome(Conversation conversation, long synNs) {
    if (synNs == 0) {
      return Handshake.NONE;
    }
    long untilNs = synNs + rules.answerTimeout().toNanos();
    if (conversation.evidenceNs != 0 && conversation.evidenceNs < untilNs) {
      return Handshake.ESTABLISHED;
    }
    if (conversation.serverRstNs != 0 && conversation.serverRstNs < untilNs) {
      return Handshake.REFUSED;
    }
    // An answer after the limit says that it is over as well as a timer does.
    boolean late = conversation.evidenceNs != 0 || conversation.serverRstNs != 0;
    return conversation.overdue || late ? Handshake.UNANSWERED : Handshake.PENDING;
  }

  private static TcpTally tally(Handshake handshake) {
    return switch (handshake) {
      case NONE -> TcpTally.NONE;
      case PENDING -> TcpTally.ATTEMPT;
      case ESTABLISHED -> TcpTally.ATTEMPT_ESTABLISHED;
      case REFUSED -> TcpTally.ATTEMPT_REFUSED;
      case UNANSWERED -> TcpTally.ATTEMPT_UNANSWERED;
    };
  }

  private static void countRetransmits(Conversation conversation, Deltas deltas) {
    long[] tries = SynTries.of(conversation.views);
    if (tries.length == 1 && conversation.retransmitNs.length == 0) {
      return;
    }
    if (conversation.handshake == Handshake.NONE) {
      conversation.attemptEdge = conversation.edge;
    }
    long[] now = Arrays.copyOfRange(tries, 1, tries.length);
    long[] before = conversation.retransmitNs;
    for (int i = 0; i < Math.max(now.length, before.length); i++) {
      boolean had = i < before.length;
      boolean has = i < now.length;
      if (had && has && Deltas.slot(now[i]) == Deltas.slot(before[i])) {
        continue;
      }
      if (had) {
        deltas.add(conversation.attemptEdge, before[i], TcpTally.NONE.minus(TcpTally.RETRANSMIT));
      }
      if (has) {
        deltas.add(conversation.attemptEdge, now[i], TcpTally.RETRANSMIT);
      }
    }
    conversation.retransmitNs = now;
  }

  private static void settleEnd(Conversation conversation, Deltas deltas) {
    // A reset that is all there is ends nothing: it refuses, or belongs to what nobody saw.
    if (conversation.evidenceNs == 0) {
      return;
    }
    long finNs = 0;
    long rstNs = 0;
    boolean finBeforeRst = false;
    boolean rstBeforeFin = false;
    for (int i = 0; i < conversation.views.size(); i++) {
      NodeView view = conversation.views.get(i);
      finNs = NodeView.earlier(finNs, view.finNs);
      rstNs = NodeView.earlier(rstNs, view.rstNs);
      if (view.finNs != 0 && view.rstNs != 0) {
        finBeforeRst |= view.finNs <= view.rstNs;
        rstBeforeFin |= view.finNs > view.rstNs;
      }
    }
    long closedNs = NodeView.earlier(finNs, rstNs);
    if (closedNs == 0) {
      return;
    }
    // A reset after a FIN is how many clients tidy up; it hurt nobody. One node's clock decides.
    boolean reset = rstNs != 0 && !finBeforeRst && (rstBeforeFin || finNs == 0 || rstNs < finNs);
    if (conversation.closed && reset == conversation.reset && closedNs == conversation.closedNs) {
      return;
    }
    TcpTally is = reset ? TcpTally.RESET : TcpTally.CLOSED;
    if (conversation.closed) {
      TcpTally was = conversation.reset ? TcpTally.RESET : TcpTally.CLOSED;
      if (Deltas.slot(closedNs) == Deltas.slot(conversation.closedNs)) {
        is = is.minus(was);
      } else {
        deltas.add(conversation.closedEdge, conversation.closedNs, TcpTally.NONE.minus(was));
      }
    } else {
      conversation.closedEdge = conversation.edge;
    }
    if (!is.equals(TcpTally.NONE)) {
      deltas.add(conversation.closedEdge, closedNs, is);
    }
    conversation.closed = true;
    conversation.reset = reset;
    conversation.closedNs = closedNs;
  }

  private static void settleClaim(Connection connection, Conversation conversation) {
    boolean lost =
        conversation.handshake == Handshake.UNANSWERED
            && !conversation.leftNode.isEmpty()
            && !conversation.pathKnown;
    if (conversation.claimed && (!lost || conversation.claimedNs != conversation.synNs)) {
      connection.hand(claim(conversation, true));
      conversation.claimed = false;
    }
    if (lost && !conversation.claimed) {
      conversation.claimed = true;
      conversation.claimedNs = conversation.synNs;
      connection.hand(claim(conversation, false));
    }
  }

  private static PathClaim claim(Conversation conversation, boolean takenBack) {
    Edge edge = conversation.attemptEdge;
    String client = conversation.clientIp + " " + conversation.clientPort;
    return new PathClaim(
        client + ">" + conversation.serverIp + "@" + conversation.claimedNs,
        edge,
        conversation.claimedNs,
        conversation.serverIp,
        conversation.leftNode,
        takenBack);
  }
}
