package io.weir.truth;

import io.weir.cli.simulate.Difference;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the stream jobs are known to count something else than the truth, by scenario. Everything
 * else must be exact. Whoever cures one removes its lines.
 */
final class KnownDifferences {
  // A SYN sent again is one retransmit, though two nodes see it, and the datapath reports a denied
  // one as verdict and as drop; and though its first try was dropped and its second was not.
  private static final String RETRANSMITS = "tcp.retransmits";

  // Hubble names policies in policy verdicts alone, drops are counted from the datapath's reports.
  private static final String POLICY = "named policy shop/deny-payment";

  // When every SYN-ACK is lost on the way back, the client was never connected.
  private static final List<String> HALF_OPEN =
      List.of("tcp.established", "tcp.unanswered", "tcp-connect.good");

  // A name that resolved before and does not now is a failure (design of the indicator).
  private static final String DENIED_NAMES = "dns-availability.good";

  // Of two reports of one SYN or FIN the one that comes in first gives the time, not the earlier
  // one: near the border of a window it counts in the next. And on addresses that are used again
  // at once, a clock that is ahead still ends a connection twice, some one in two hundred.
  private static final List<String> CLOCKS =
      List.of(
          "tcp.attempts",
          "tcp.established",
          "tcp.unanswered",
          "tcp.closed",
          "tcp-connect.good",
          "tcp-connect.total",
          "tcp-stability.good",
          "tcp-stability.total");

  // A DNS answer that comes in before its query counts at its own time. A request that comes in
  // before its SYN, on addresses that a connection had before, counts for that one, and not at all
  // where another proxy spoke for it.
  private static final List<String> ORDER =
      List.of(
          "dns.answers.NOERROR",
          "dns.answers.NXDOMAIN",
          "dns.timed",
          "dns.within-threshold",
          "dns-availability.good",
          "dns-availability.total",
          "dns-latency.good",
          "dns-latency.total",
          "http.requests");

  // A datagram socket of a new pod on a reused address and port goes to the former pod's edge.
  private static final List<String> REUSED_SOCKETS =
      List.of(
          "flows",
          "verdicts.FORWARDED",
          "dns.queries",
          "dns.answers.NOERROR",
          "dns.timed",
          "dns.within-threshold",
          "dns-availability.good",
          "dns-availability.total",
          "dns-latency.good",
          "dns-latency.total",
          "delivery.good",
          "delivery.total");

  private static final Map<String, Set<String>> BY_SCENARIO =
      Map.of(
          "address-reuse", Set.copyOf(REUSED_SOCKETS),
          "conntrack-full", Set.of(RETRANSMITS),
          "demo", Set.of(RETRANSMITS, POLICY),
          "dns-nxdomain", Set.of(DENIED_NAMES),
          "packet-loss", both(HALF_OPEN, List.of(RETRANSMITS)),
          "policy-denial", Set.of(RETRANSMITS, POLICY),
          "unruly-reports", both(CLOCKS, ORDER));

  private KnownDifferences() {}

  /** The differences that nobody has explained yet. */
  static List<Difference> unknown(String scenario, List<Difference> differences) {
    Set<String> known = BY_SCENARIO.getOrDefault(scenario, Set.of());
    return differences.stream().filter(difference -> !known.contains(difference.name())).toList();
  }

  private static Set<String> both(List<String> some, List<String> more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }
}
