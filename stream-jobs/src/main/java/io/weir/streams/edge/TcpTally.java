package io.weir.streams.edge;

import io.weir.series.v1.TcpCounts;

/**
 * TCP connections of an edge, each counted once. Immutable. Below 0 only in corrections.
 *
 * <p>When every connection is decided, {@code attempts = established + refused + unanswered}; all
 * four count at the time of the attempt's first SYN, so the relation holds in each window.
 *
 * @param attempts handshakes begun, SYN retransmits collapsed
 * @param closed ended by FIN, or by RST after establishment; counts at its own time
 * @param reset part of {@code closed}
 * @param retransmits SYNs repeated at one observation point
 * @param pathLost part of {@code unanswered}: the SYN left the client's node and never came to the
 *     server's, see {@link PathLoss}
 */
public record TcpTally(
    long attempts,
    long established,
    long refused,
    long unanswered,
    long closed,
    long reset,
    long retransmits,
    long pathLost) {

  /** Without path loss. */
  public TcpTally(
      long attempts,
      long established,
      long refused,
      long unanswered,
      long closed,
      long reset,
      long retransmits) {
    this(attempts, established, refused, unanswered, closed, reset, retransmits, 0);
  }

  public static final TcpTally NONE = new TcpTally(0, 0, 0, 0, 0, 0, 0);
  static final TcpTally ATTEMPT = new TcpTally(1, 0, 0, 0, 0, 0, 0);
  static final TcpTally ESTABLISHED = new TcpTally(0, 1, 0, 0, 0, 0, 0);
  static final TcpTally REFUSED = new TcpTally(0, 0, 1, 0, 0, 0, 0);
  static final TcpTally UNANSWERED = new TcpTally(0, 0, 0, 1, 0, 0, 0);
  static final TcpTally CLOSED = new TcpTally(0, 0, 0, 0, 1, 0, 0);
  static final TcpTally RESET = new TcpTally(0, 0, 0, 0, 1, 1, 0);
  static final TcpTally RETRANSMIT = new TcpTally(0, 0, 0, 0, 0, 0, 1);

  /** An answer within the time limit came to light after the attempt was called unanswered. */
  static final TcpTally ANSWERED_AFTER_ALL = new TcpTally(0, 1, 0, -1, 0, 0, 0);

  /** The same, and the answer was a refusal. */
  static final TcpTally REFUSED_AFTER_ALL = new TcpTally(0, 0, 1, -1, 0, 0, 0);

  /** A FIN earlier than the reset came to light. */
  static final TcpTally NOT_RESET_AFTER_ALL = new TcpTally(0, 0, 0, 0, 0, -1, 0);

  /** The path between two nodes lost it; below 0 takes that back. */
  static TcpTally pathLost(int attempts) {
    return new TcpTally(0, 0, 0, 0, 0, 0, 0, attempts);
  }

  /** Adds field by field. Associative and commutative. */
  public TcpTally plus(TcpTally other) {
    if (this == NONE) {
      return other;
    }
    if (other == NONE) {
      return this;
    }
    return new TcpTally(
        attempts + other.attempts,
        established + other.established,
        refused + other.refused,
        unanswered + other.unanswered,
        closed + other.closed,
        reset + other.reset,
        retransmits + other.retransmits,
        pathLost + other.pathLost);
  }

  /** Attempts whose outcome is known. */
  public long decided() {
    return established + refused + unanswered;
  }

  TcpCounts toProto() {
    return TcpCounts.newBuilder()
        .setAttempts(attempts)
        .setEstablished(established)
        .setRefused(refused)
        .setUnanswered(unanswered)
        .setClosed(closed)
        .setReset(reset)
        .setRetransmits(retransmits)
        .setPathLost(pathLost)
        .build();
  }

  static TcpTally fromProto(TcpCounts tcp) {
    return new TcpTally(
        tcp.getAttempts(),
        tcp.getEstablished(),
        tcp.getRefused(),
        tcp.getUnanswered(),
        tcp.getClosed(),
        tcp.getReset(),
        tcp.getRetransmits(),
        tcp.getPathLost());
  }
}
