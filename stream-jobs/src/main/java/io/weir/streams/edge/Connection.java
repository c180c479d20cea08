package io.weir.streams.edge;

import io.weir.series.v1.Edge;
import io.weir.series.v1.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is known about one connection. Mutable; changed by {@link ConnectionTracker} alone, confined
 * to the thread of the operator that owns it.
 *
 * <pre>
 * handshake: NONE ──SYN──▶ PENDING ──SYN-ACK, ACK──▶ ESTABLISHED
 *                             ├──RST of the server──▶ REFUSED
 *                             └──no answer in time──▶ UNANSWERED ──answer was in time after all──▶ ESTABLISHED, REFUSED
 * life:      open ──FIN──▶ closed;  open ──RST──▶ closed and reset
 * any:       a SYN after the end, or after a long silence, begins a new connection
 * </pre>
 */
public final class Connection {
  /** Where the handshake stands. {@code NONE}: its SYN was not seen (yet). */
  public enum Handshake {
    NONE,
    PENDING,
    ESTABLISHED,
    REFUSED,
    UNANSWERED
  }

  /** A DNS query: when, on which edge, and whether it was called unanswered. */
  public record Query(long timeNs, Edge edge, boolean unanswered) {}

  /** Event time of the newest flow. */
  public long lastNs;

  /** True for TCP: it says when it ends. */
  public boolean tcp;

  /** {@code ip:port} of the client; empty before the first flow. */
  public String client = "";

  /** How sure {@link #client} is, see {@link Direction}. */
  public int certainty;

  public Peer clientPeer = Peer.getDefaultInstance();
  public Peer serverPeer = Peer.getDefaultInstance();

  public Handshake handshake = Handshake.NONE;

  /** Time of the first SYN; the attempt and its outcome count there, on {@link #attemptEdge}. */
  public long synNs;

  public Edge attemptEdge = Edge.getDefaultInstance();

  /** Who has reported the SYN; once more from the same point is a retransmit. */
  public final Set<String> synPoints = new TreeSet<>();

  /** Newest packet that only an established connection has; 0 is none. */
  public long evidenceNs;

  /** A reset by the server that came before any SYN was seen; 0 is none. */
  public long earlyRstNs;

  /** When the refusal came. */
  public long refusedNs;

  /** Address of the server as the SYN names it. */
  public String serverIp = "";

  /** Node that saw the SYN leave towards the server; empty when none did. */
  public String leftNode = "";

  /** True when a SYN was dropped on its way out, or anything of it reached the server's side. */
  public boolean pathKnown;

  /** True while the attempt is claimed to be lost on the path. */
  public boolean claimed;

  /** Claims to hand on; the operator takes them after every call. Never part of a checkpoint. */
  public final List<PathClaim> claims = new ArrayList<>();

  public boolean closed;
  public boolean reset;
  public long closedNs;

  /** The edge that {@code closed} was counted on. */
  public Edge closedEdge = Edge.getDefaultInstance();

  /** The one proxy whose requests count; empty before the first request. */
  public String proxy = "";

  /** Queries without an answer yet, by name and type. */
  public final Map<String, Query> queries = new TreeMap<>();

  /** Answers whose query was not seen yet, by name and type. */
  public final Map<String, Long> answers = new TreeMap<>();

  /** The edge of the last flow, which is mostly that of the next. Never part of a checkpoint. */
  Edge lastEdge = Edge.getDefaultInstance();

  /** Processing time in milliseconds of the last flow; for the operator's clean-up alone. */
  public long lastArrivalMs;

  /** True when at most stragglers are to come; datagrams have no end of their own. */
  public boolean isEnded() {
    return closed || handshake == Handshake.REFUSED || !tcp;
  }

  /** True while something may yet turn out unanswered. */
  public boolean isWaiting() {
    return handshake == Handshake.PENDING
        || queries.values().stream().anyMatch(query -> !query.unanswered());
  }

  /** Event time by which everything that waits now is decided; 0 when nothing waits. */
  public long decidedByNs(EdgeRules rules) {
    long newest = handshake == Handshake.PENDING ? synNs : 0;
    long oldest = newest == 0 ? Long.MAX_VALUE : newest;
    for (Query query : queries.values()) {
      if (!query.unanswered()) {
        oldest = Math.min(oldest, query.timeNs());
      }
    }
    return oldest == Long.MAX_VALUE ? 0 : oldest + rules.answerTimeout().toNanos();
  }

  /** Forgets all but the arrival time: another connection on the same addresses begins. */
  void restart() {
    lastNs = 0;
    tcp = false;
    client = "";
    certainty = 0;
    clientPeer = Peer.getDefaultInstance();
    serverPeer = Peer.getDefaultInstance();
    handshake = Handshake.NONE;
    synNs = 0;
    attemptEdge = Edge.getDefaultInstance();
    synPoints.clear();
    evidenceNs = 0;
    earlyRstNs = 0;
    refusedNs = 0;
    serverIp = "";
    leftNode = "";
    pathKnown = false;
    claimed = false;
    closed = false;
    reset = false;
    closedNs = 0;
    closedEdge = Edge.getDefaultInstance();
    proxy = "";
    queries.clear();
    answers.clear();
  }
}
