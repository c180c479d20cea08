package io.weir.streams.edge;

import io.weir.hubble.flow.Flow;
import io.weir.series.v1.Edge;
import io.weir.series.v1.Peer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one TCP connection, or one exchange of datagrams. Mutable; changed by {@link
 * ConnectionTracker} alone, confined to the thread of the operator that owns it.
 *
 * <p>Two kinds of fields. <em>Facts</em> are earliest times and sets: they come out the same
 * whatever order reports arrive in, and a report that comes twice changes nothing. <em>Counted</em>
 * is what the facts meant so far; when they mean something else, the difference is a delta.
 *
 * <pre>
 * NONE ──SYN──▶ PENDING ──SYN-ACK at the client, ACK, data──▶ ESTABLISHED ──FIN or RST──▶ closed
 *                  ├──RST of the server──▶ REFUSED
 *                  └──no answer in time──▶ UNANSWERED
 * </pre>
 *
 * Each arrow may be drawn late, and every state left for the one that better facts ask for.
 */
public final class Conversation {
  /** Where the handshake stands. {@code NONE}: its SYN was not seen (yet). */
  public enum Handshake {
    NONE,
    PENDING,
    ESTABLISHED,
    REFUSED,
    UNANSWERED
  }

  private static final long[] NO_TIMES = {};

  /** Event times of the first and the newest flow; 0 before any. */
  public long firstNs;

  public long lastNs;

  /** True for TCP: it says when it ends. */
  public boolean tcp;

  /** Address and port of the client; empty before the first flow. */
  public String clientIp = "";

  public int clientPort;

  /** How sure the client is, see {@link Direction}. */
  public int certainty;

  public Peer clientPeer = Peer.getDefaultInstance();
  public Peer serverPeer = Peer.getDefaultInstance();

  /** The edge of the two peers; the default until the next flow where it must be built anew. */
  Edge edge = Edge.getDefaultInstance();

  /** Pods at the two ends of datagrams, as far as flows name them; empty is unknown. */
  public String clientPod = "";

  public String serverPod = "";

  // Facts of TCP.

  /** What each node saw of beginning and end; at most {@link Handshakes#NODES_MAX}. */
  public final List<NodeView> views = new ArrayList<>(2);

  /** First packet that only an established connection has; 0 is none. */
  public long evidenceNs;

  /** First reset by the server; 0 is none. */
  public long serverRstNs;

  /** True when the time for an answer was over at some time. */
  public boolean overdue;

  /** Address of the server as the SYN names it. */
  public String serverIp = "";

  /** Node that saw the SYN leave towards the server; empty when none did. */
  public String leftNode = "";

  /** True when a SYN was dropped on its way out, or anything of it reached the server's side. */
  public boolean pathKnown;

  // What was counted of TCP.

  public Handshake handshake = Handshake.NONE;

  /** Time of the first SYN; the attempt and its outcome count there, on {@link #attemptEdge}. */
  public long synNs;

  public Edge attemptEdge = Edge.getDefaultInstance();

  /** When retransmits were counted, in order. */
  public long[] retransmitNs = NO_TIMES;

  public boolean closed;
  public boolean reset;
  public long closedNs;

  /** The edge that {@code closed} was counted on. */
  public Edge closedEdge = Edge.getDefaultInstance();

  /** True while the attempt is claimed to be lost on the path. */
  public boolean claimed;

  /** The attempt's time in that claim. */
  public long claimedNs;

  // Applications.

  /** The one proxy whose requests count: that of the earliest report; empty before any. */
  public String proxy = "";

  /** Time of its earliest report; 0 before any. */
  public long proxyNs;

  /** True when no other can take its place any more: there was more to take back than is kept. */
  public boolean proxyStays;

  /** HTTP and Kafka as all proxies reported it, while another one can take the place of the one. */
  public List<ProxyReport> reports = List.of();

  /**
   * DNS queries and answers of all proxies in order of time, at most {@link Lookups#EVENTS_MAX};
   * those of other proxies than {@link #proxy} count nothing.
   */
  public final List<DnsEvent> lookups = new ArrayList<>(0);

  // Packets.

  public final Delivery toServer = new Delivery();
  public final Delivery toClient = new Delivery();

  /** When it began, as far as is known. */
  long startNs() {
    return synNs == 0 ? firstNs : synNs;
  }

  /** When it was over; 0 while it goes on. */
  long endNs() {
    if (closed) {
      return closedNs;
    }
    return handshake == Handshake.REFUSED ? serverRstNs : 0;
  }

  /** True when at most stragglers are to come; datagrams have no end of their own. */
  boolean isEnded() {
    return closed || handshake == Handshake.REFUSED || !tcp;
  }

  /** Event time by which everything that waits now is decided; 0 when nothing waits. */
  long decidedByNs(EdgeRules rules) {
    long oldestNs = handshake == Handshake.PENDING && !overdue ? synNs : 0;
    for (int i = 0; i < lookups.size(); i++) {
      DnsEvent event = lookups.get(i);
      if (event.isWaiting() && counts(event)) {
        oldestNs = NodeView.earlier(oldestNs, event.ns());
      }
    }
    return oldestNs == 0 ? 0 : oldestNs + rules.answerTimeout().toNanos();
  }

  /** What {@code node} saw; null when that is nothing of beginning and end. */
  @Nullable NodeView view(String node) {
    for (int i = 0; i < views.size(); i++) {
      NodeView view = views.get(i);
      if (view.node.equals(node)) {
        return view;
      }
    }
    return null;
  }

  /** True when two nodes saw it begin at times further apart than clocks usually are. */
  boolean hasClocksApart() {
    for (int i = 0; i < views.size(); i++) {
      long[] syns = views.get(i).syns();
      if (syns.length > 0 && syns[0] > synNs + Conversations.CLOCKS_APART_NS) {
        return true;
      }
    }
    return false;
  }

  /** True when it was reported by the proxy whose reports count. */
  boolean counts(DnsEvent event) {
    return event.proxy().equals(proxy);
  }

  /** Forgets what would be needed if another proxy took the place of this one. */
  void keepProxy() {
    proxyStays = true;
    reports = List.of();
    lookups.removeIf(event -> !counts(event));
  }

  /** False before the first flow, and before the first one after a restart. */
  boolean hasEdge() {
    return edge.hasClient();
  }

  /** True when no flow can tell better who is at both ends. */
  boolean hasBestEnds() {
    return Peers.isBest(clientPeer) && Peers.isBest(serverPeer);
  }

  /** Client and server change places. */
  void turn() {
    Peer peer = clientPeer;
    clientPeer = serverPeer;
    serverPeer = peer;
    String pod = clientPod;
    clientPod = serverPod;
    serverPod = pod;
  }

  /**
   * Learns who is at both ends; true when that changes the edge.
   *
   * @param peers so that connections of one workload share it
   */
  boolean meet(Flow flow, boolean fromClient, KnownPeers peers) {
    Peer sender = fromClient ? clientPeer : serverPeer;
    Peer receiver = fromClient ? serverPeer : clientPeer;
    Peer betterSender = Peers.isBest(sender) ? sender : Peers.better(sender, peers.source(flow));
    Peer betterReceiver =
        Peers.isBest(receiver) ? receiver : Peers.better(receiver, peers.destination(flow));
    if (!tcp) {
      meetPods(flow, fromClient);
    }
    if (betterSender == sender && betterReceiver == receiver) {
      return false;
    }
    clientPeer = fromClient ? betterSender : betterReceiver;
    serverPeer = fromClient ? betterReceiver : betterSender;
    return true;
  }

  private void meetPods(Flow flow, boolean fromClient) {
    String source = flow.getSource().getPodName();
    String destination = flow.getDestination().getPodName();
    String client = fromClient ? source : destination;
    String server = fromClient ? destination : source;
    clientPod = clientPod.isEmpty() ? client : clientPod;
    serverPod = serverPod.isEmpty() ? server : serverPod;
  }

  boolean isFromClient(String ip, int port) {
    return port == clientPort && ip.equals(clientIp);
  }
}
