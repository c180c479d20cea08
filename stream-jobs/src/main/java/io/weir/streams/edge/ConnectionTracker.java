package io.weir.streams.edge;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Verdict;
import io.weir.series.v1.Edge;
import io.weir.topic.TopicKeys;
import java.time.Duration;
import java.util.List;

/**
 * Turns the flows of one connection into what they add to edges: every connection once, every
 * request once, however many places reported it. Holds rules only; the state is a {@link
 * Connection}.
 *
 * <p>Flows of one connection may come in any order from several nodes. What was counted too early
 * is taken back when a late flow shows better, by a delta with counts below 0.
 *
 * <p>Limits, on purpose: a connection first seen after its handshake counts no attempt, and a reset
 * that is the first thing seen counts nothing.
 */
public final class ConnectionTracker {
  private static final int INTERNED = 1 << 15;

  private final EdgeRules rules;
  private final KnownPeers peers = new KnownPeers(INTERNED);
  private final Interned<Edge> edges = new Interned<>(2 * INTERNED);
  private final Handshakes handshakes;
  private final Requests requests;

  public ConnectionTracker(EdgeRules rules) {
    this.rules = rules;
    this.handshakes = new Handshakes(rules);
    this.requests = new Requests(rules);
  }

  /**
   * True when the flow names both addresses, so that flows of one connection can be told from those
   * of another. Exports under a field mask may not; their flows count one by one.
   */
  public static boolean isTracked(Flow flow) {
    return !flow.getIP().getSource().isEmpty()
        && !flow.getIP().getDestination().isEmpty()
        && (!hasPorts(flow)
            || (TopicKeys.sourcePort(flow.getL4()) != 0
                && TopicKeys.destinationPort(flow.getL4()) != 0));
  }

  private static boolean hasPorts(Flow flow) {
    return flow.getL4().hasTCP() || flow.getL4().hasUDP() || flow.getL4().hasSCTP();
  }

  /** What a flow without both addresses adds. */
  public List<EdgeDelta> untracked(Flow flow, long timeNs) {
    Conversation alone = new Conversation();
    boolean fromClient = direct(alone, flow);
    EdgeCounts counts =
        EdgeCounts.flow(timeNs, FlowFacts.reporter(flow), FlowFacts.verdict(flow), drops(flow));
    if (Delivery.isForwarded(flow) && Delivery.rank(flow, fromClient) != Delivery.NOWHERE) {
      counts = counts.plusDelivered(1);
    }
    return List.of(new EdgeDelta(alone.edge, timeNs, requests.untracked(counts, flow)));
  }

  /** What {@code flow} adds, given what {@code connection} knows; updates the latter. */
  public List<EdgeDelta> onFlow(Connection connection, Flow flow, long timeNs) {
    Deltas deltas = new Deltas();
    // Whatever waits for longer than the limit before this flow is decided, watermark or not.
    onTime(connection, timeNs - LATE_ANSWER_NS, deltas);
    Conversation conversation = Conversations.of(connection, flow, timeNs);
    if (conversation.lastNs == 0) {
      for (Conversation earlier : connection.former) {
        onTime(connection, earlier, Long.MAX_VALUE, deltas);
      }
    }
    conversation.firstNs = NodeView.earlier(conversation.firstNs, timeNs);
    conversation.lastNs = Math.max(conversation.lastNs, timeNs);
    conversation.tcp = flow.getL4().hasTCP();
    boolean fromClient = direct(conversation, flow);
    deltas.own(
        conversation.edge, timeNs, FlowFacts.reporter(flow), FlowFacts.verdict(flow), drops(flow));
    int place = Delivery.rank(flow, fromClient);
    if (place != Delivery.NOWHERE) {
      (fromClient ? conversation.toServer : conversation.toClient)
          .onPacket(flow, place, conversation.edge, timeNs, deltas);
    }
    requests.onFlow(connection, conversation, flow, timeNs, deltas);
    if (conversation.tcp) {
      handshakes.onFlow(connection, conversation, flow, fromClient, timeNs, deltas);
    }
    return deltas.toList();
  }

  /**
   * True when {@code flow} belongs to a conversation whose ends nothing can tell better, so that
   * {@link #onFlow} does not look at who the flow says they are.
   *
   * @param flow of TCP
   */
  public static boolean knowsEnds(Connection connection, Flow flow, long timeNs) {
    return connection.former.isEmpty()
        && connection.newest.hasBestEnds()
        && Conversations.continues(connection.newest, flow, timeNs);
  }

  // Slack for flows of other nodes that arrive a little later than this one.
  private static final long LATE_ANSWER_NS = Duration.ofSeconds(5).toNanos();

  /** Decides what waits for an answer that should have come by {@code nowNs}. */
  public List<EdgeDelta> onTime(Connection connection, long nowNs) {
    Deltas deltas = new Deltas();
    onTime(connection, nowNs, deltas);
    return deltas.toList();
  }

  private void onTime(Connection connection, long nowNs, Deltas deltas) {
    onTime(connection, connection.newest, nowNs, deltas);
    for (Conversation earlier : connection.former) {
      onTime(connection, earlier, nowNs, deltas);
    }
  }

  private void onTime(Connection connection, Conversation conversation, long nowNs, Deltas deltas) {
    handshakes.onTime(connection, conversation, nowNs, deltas);
    requests.onTime(connection, conversation, nowNs, deltas);
  }

  /** Event time at which {@link #onTime} is due; 0 when nothing waits. */
  public long dueNs(Connection connection) {
    return connection.decidedByNs(rules);
  }

  /**
   * Learns from the flow who is at both ends, which stays with the conversation.
   *
   * @return true when the flow goes from client to server
   */
  private boolean direct(Conversation conversation, Flow flow) {
    String source = flow.getIP().getSource();
    int sourcePort = TopicKeys.sourcePort(flow.getL4());
    int destinationPort = TopicKeys.destinationPort(flow.getL4());
    boolean learnt = !conversation.hasEdge();
    boolean unknown = conversation.clientIp.isEmpty();
    if (unknown || conversation.certainty < Direction.HANDSHAKE) {
      Direction direction = Direction.of(flow);
      if (unknown || direction.certainty() > conversation.certainty) {
        boolean sourceIsClient = direction.sourceIsClient();
        if (!unknown && conversation.isFromClient(source, sourcePort) != sourceIsClient) {
          conversation.turn();
          learnt = true;
        }
        conversation.clientIp = sourceIsClient ? source : flow.getIP().getDestination();
        conversation.clientPort = sourceIsClient ? sourcePort : destinationPort;
        conversation.certainty = direction.certainty();
      }
    }
    boolean fromClient = conversation.isFromClient(source, sourcePort);
    learnt |= conversation.meet(flow, fromClient, peers);
    if (learnt) {
      conversation.edge =
          edges.of(
              Edge.newBuilder()
                  .setClient(conversation.clientPeer)
                  .setServer(conversation.serverPeer)
                  .setPort(fromClient ? destinationPort : sourcePort)
                  .setProtocol(FlowFacts.protocol(flow))
                  .build());
    }
    return fromClient;
  }

  private static NamedCounts drops(Flow flow) {
    return FlowFacts.dropReason(flow).map(NamedCounts::one).orElse(NamedCounts.NONE);
  }

  /** True when the datapath did not let the packet through, so that it proves no connection. */
  static boolean isStopped(Flow flow) {
    return flow.getVerdict() == Verdict.DROPPED || flow.getVerdict() == Verdict.ERROR;
  }
}
