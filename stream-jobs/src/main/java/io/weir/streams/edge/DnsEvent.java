package io.weir.streams.edge;

import io.weir.series.v1.Edge;

/**
 * A DNS query or answer, and what was counted of it. Mutable, part of a {@link Conversation}.
 *
 * <p>A query counts as {@code unanswered} or not at all besides being a query; an answer counts at
 * one time and edge, its own or its query's, with a latency.
 */
public final class DnsEvent {
  private final String proxy;
  private final String name;
  private final String types;
  private final boolean answer;
  private final long ns;
  private final String rcode;
  private final long latencyNs;
  private final Edge edge;

  /** Of a query: true when the time for an answer was over at some time. */
  public boolean overdue;

  /** True when it is counted: an answer as such, a query as unanswered. */
  public boolean counted;

  /** True of a query that an answer, or an earlier query of the same, speaks for. */
  public boolean settled;

  /** Of an answer: when it was counted, on which edge, and with which latency; 0 is none. */
  public long countedNs;

  public Edge countedEdge = Edge.getDefaultInstance();
  public long countedLatencyNs;

  private DnsEvent(
      String proxy,
      String name,
      String types,
      boolean answer,
      long ns,
      String rcode,
      long latencyNs,
      Edge edge) {
    this.proxy = proxy;
    this.name = name;
    this.types = types;
    this.answer = answer;
    this.ns = ns;
    this.rcode = rcode;
    this.latencyNs = latencyNs;
    this.edge = edge;
  }

  /** A query for {@code types} of {@code name} that {@code proxy} reported. */
  public static DnsEvent query(String proxy, String name, String types, long ns, Edge edge) {
    return new DnsEvent(proxy, name, types, false, ns, "", 0, edge);
  }

  /**
   * An answer.
   *
   * @param latencyNs as the source says; 0 when it does not
   */
  public static DnsEvent answer(
      String proxy, String name, String types, long ns, String rcode, long latencyNs, Edge edge) {
    return new DnsEvent(proxy, name, types, true, ns, rcode, latencyNs, edge);
  }

  /** Who reported it, see {@link FlowFacts#proxy}. */
  public String proxy() {
    return proxy;
  }

  public String name() {
    return name;
  }

  public String types() {
    return types;
  }

  public boolean isAnswer() {
    return answer;
  }

  public long ns() {
    return ns;
  }

  public String rcode() {
    return rcode;
  }

  public long latencyNs() {
    return latencyNs;
  }

  public Edge edge() {
    return edge;
  }

  /** True for a query that may yet turn out unanswered. */
  boolean isWaiting() {
    return !answer && !settled && !overdue;
  }

  boolean isAbout(DnsEvent other) {
    return name.equals(other.name) && types.equals(other.types) && proxy.equals(other.proxy);
  }
}
