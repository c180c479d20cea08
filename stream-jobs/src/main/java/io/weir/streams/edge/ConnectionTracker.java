package io.weir.streams.edge;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Verdict;
import io.weir.series.v1.Edge;
import io.weir.series.v1.Peer;
import io.weir.topic.TopicKeys;
import java.time.Duration;
import java.util.ArrayList;
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
  /** After such a silence a SYN, or the next datagram, is a new connection on old addresses. */
  static final Duration LONG_SILENCE = Duration.ofMinutes(2);

  private static final int INTERNED = 1 << 15;

  private final EdgeRules rules;
  private final Interned<Peer> peers = new Interned<>(INTERNED);
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
    Connection alone = new Connection();
    Edge edge = edge(alone, flow);
    EdgeCounts counts = flowCounts(flow, timeNs);
    return List.of(new EdgeDelta(edge, timeNs, requests.untracked(counts, flow)));
  }

  /** What {@code flow} adds, given what {@code connection} knows; updates the latter. */
  public List<EdgeDelta> onFlow(Connection connection, Flow flow, long timeNs) {
    List<EdgeDelta> deltas = new ArrayList<>(2);
    // Whatever waits for longer than the limit before this flow is decided, watermark or not.
    onTime(connection, timeNs - LATE_ANSWER_NS, deltas);
    if (beginsAnother(connection, flow, timeNs)) {
      onTime(connection, Long.MAX_VALUE, deltas);
      connection.restart();
    }
    Edge edge = edge(connection, flow);
    EdgeCounts counts =
        requests.onFlow(connection, edge, flowCounts(flow, timeNs), flow, timeNs, deltas);
    deltas.add(0, new EdgeDelta(edge, timeNs, counts));
    if (flow.getL4().hasTCP()) {
      connection.tcp = true;
      boolean fromClient = connection.client.equals(sourceOf(flow));
      handshakes.onFlow(connection, edge, flow, fromClient, timeNs, deltas);
    }
    connection.lastNs = Math.max(connection.lastNs, timeNs);
    return deltas;
  }

  // How far the clocks of two nodes may be apart before a connection counts twice. A client that
  // uses its port again sooner than this after the end is seen to do so at the same points.
  private static final Duration CLOCKS_APART = Duration.ofSeconds(1);

  // Slack for flows of other nodes that arrive a little later than this one.
  private static final long LATE_ANSWER_NS = Duration.ofSeconds(5).toNanos();

  /** Decides what waits for an answer that should have come by {@code nowNs}. */
  public List<EdgeDelta> onTime(Connection connection, long nowNs) {
    List<EdgeDelta> deltas = new ArrayList<>(2);
    onTime(connection, nowNs, deltas);
    return deltas;
  }

  private void onTime(Connection connection, long nowNs, List<EdgeDelta> deltas) {
    handshakes.onTime(connection, nowNs, deltas);
    requests.onTime(connection, nowNs, deltas);
  }

  /** Event time at which {@link #onTime} is due; 0 when nothing waits. */
  public long dueNs(Connection connection) {
    return connection.decidedByNs(rules);
  }

  private static boolean beginsAnother(Connection connection, Flow flow, long timeNs) {
    if (connection.lastNs == 0) {
      return false;
    }
    boolean silence = timeNs > connection.lastNs + LONG_SILENCE.toNanos();
    // An ended connection is forgotten after such a silence, at once or some time later: what comes
    // then must count the same, whether or not it is still remembered.
    if (silence && (!flow.getL4().hasTCP() || connection.isEnded())) {
      return true;
    }
    return flow.getL4().hasTCP()
        && Handshakes.isSyn(flow)
        && (silence
            || (connection.closed && isAfter(connection, flow, timeNs, connection.closedNs))
            || (connection.handshake == Connection.Handshake.REFUSED
                && isAfter(connection, flow, timeNs, connection.refusedNs)));
  }

  /**
   * True when a SYN came after the end. That of a point which has not reported the connection's SYN
   * may be that very SYN, by a clock that is ahead: many connections are shorter than clocks are
   * apart.
   */
  private static boolean isAfter(Connection connection, Flow flow, long timeNs, long endNs) {
    boolean mayBeItsOwn =
        connection.handshake != Connection.Handshake.NONE
            && !connection.synPoints.contains(FlowFacts.observationPoint(flow));
    return timeNs > (mayBeItsOwn ? endNs + CLOCKS_APART.toNanos() : endNs);
  }

  /** The edge of this flow; what it says about the peers stays with the connection. */
  private Edge edge(Connection connection, Flow flow) {
    Direction direction = Direction.of(flow);
    String source = sourceOf(flow);
    if (connection.client.isEmpty() || direction.certainty() > connection.certainty) {
      String client = direction.sourceIsClient() ? source : destinationOf(flow);
      if (!connection.client.isEmpty() && !connection.client.equals(client)) {
        Peer was = connection.clientPeer;
        connection.clientPeer = connection.serverPeer;
        connection.serverPeer = was;
      }
      connection.client = client;
      connection.certainty = direction.certainty();
    }
    boolean fromClient = connection.client.equals(source);
    Peer sender = Peers.source(flow);
    Peer receiver = Peers.destination(flow);
    connection.clientPeer = better(connection.clientPeer, fromClient ? sender : receiver);
    connection.serverPeer = better(connection.serverPeer, fromClient ? receiver : sender);
    int port =
        fromClient ? TopicKeys.destinationPort(flow.getL4()) : TopicKeys.sourcePort(flow.getL4());
    return edge(connection, port, FlowFacts.protocol(flow));
  }

  private Peer better(Peer known, Peer candidate) {
    Peer better = Peers.better(known, candidate);
    return better == known ? known : peers.of(better);
  }

  private Edge edge(Connection connection, int port, String protocol) {
    Edge last = connection.lastEdge;
    if (last.getClient() != connection.clientPeer
        || last.getServer() != connection.serverPeer
        || last.getPort() != port
        || !last.getProtocol().equals(protocol)) {
      connection.lastEdge =
          edges.of(
              Edge.newBuilder()
                  .setClient(connection.clientPeer)
                  .setServer(connection.serverPeer)
                  .setPort(port)
                  .setProtocol(protocol)
                  .build());
    }
    return connection.lastEdge;
  }

  private static String sourceOf(Flow flow) {
    return flow.getIP().getSource() + " " + TopicKeys.sourcePort(flow.getL4());
  }

  private static String destinationOf(Flow flow) {
    return flow.getIP().getDestination() + " " + TopicKeys.destinationPort(flow.getL4());
  }

  private static EdgeCounts flowCounts(Flow flow, long timeNs) {
    NamedCounts drops = FlowFacts.dropReason(flow).map(NamedCounts::one).orElse(NamedCounts.NONE);
    return EdgeCounts.flow(timeNs, FlowFacts.reporter(flow), FlowFacts.verdict(flow), drops);
  }

  /** True when the datapath did not let the packet through, so that it proves no connection. */
  static boolean isStopped(Flow flow) {
    return flow.getVerdict() == Verdict.DROPPED || flow.getVerdict() == Verdict.ERROR;
  }
}
