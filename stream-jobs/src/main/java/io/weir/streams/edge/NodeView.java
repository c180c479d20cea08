package io.weir.streams.edge;

import java.util.Arrays;

/**
 * What one node saw of the packets that begin and end a TCP connection, by its own clock. Mutable,
 * part of a {@link Conversation}.
 */
public final class NodeView {
  /** SYNs kept of one node; later ones are not told apart from these. */
  static final int SYNS_MAX = 32;

  private static final long[] NO_TIMES = {};

  public final String node;

  /** Every sighting of a SYN, at all places of the node, in order of time. */
  private long[] syns = NO_TIMES;

  /** The first packet that only an established connection has; 0 is none. */
  public long evidenceNs;

  /** The first FIN; 0 is none. */
  public long finNs;

  /** The first reset; 0 is none. */
  public long rstNs;

  public NodeView(String node) {
    this.node = node;
  }

  /** The sightings of SYNs in order of time; not to be changed. */
  @SuppressWarnings("EP_EXPOSE_REP")
  public long[] syns() {
    return syns;
  }

  /** True when the node had not reported a SYN of this time. */
  public boolean addSyn(long timeNs) {
    int at = Arrays.binarySearch(syns, timeNs);
    if (at >= 0) {
      return false;
    }
    int insert = -at - 1;
    if (insert >= SYNS_MAX) {
      return false;
    }
    // At the limit the earliest stay, so which ones does not depend on their order.
    long[] more = new long[Math.min(SYNS_MAX, syns.length + 1)];
    System.arraycopy(syns, 0, more, 0, insert);
    more[insert] = timeNs;
    System.arraycopy(syns, insert, more, insert + 1, more.length - insert - 1);
    syns = more;
    return true;
  }

  /** True when the first SYN that it saw is of {@code timeNs} or before. */
  boolean begunBy(long timeNs) {
    return syns.length > 0 && syns[0] <= timeNs;
  }

  void addEvidence(long timeNs) {
    evidenceNs = earlier(evidenceNs, timeNs);
  }

  void addFin(long timeNs) {
    finNs = earlier(finNs, timeNs);
  }

  void addRst(long timeNs) {
    rstNs = earlier(rstNs, timeNs);
  }

  /** When this node saw the connection end; 0 when it did not. */
  long endNs() {
    return earlier(finNs, rstNs);
  }

  /** The earlier of two times, of which 0 is none. */
  public static long earlier(long aNs, long bNs) {
    return aNs == 0 || (bNs != 0 && bNs < aNs) ? bNs : aNs;
  }
}
