package io.weir.streams.sli;

import io.weir.model.drop.DropClass;
import io.weir.model.drop.DropReasons;
import io.weir.streams.edge.DnsTally;
import io.weir.streams.edge.EdgeCounts;
import io.weir.streams.edge.NamedCounts;
import io.weir.streams.edge.Rcodes;
import io.weir.streams.edge.TcpTally;
import java.util.Set;
import java.util.function.Function;

/**
 * What is good for a user of a service, as sums over {@link EdgeCounts}.
 *
 * <p>Every indicator is additive: {@code of(a plus b) = of(a) plus of(b)}. So an indicator of a
 * service is that of its edges added up, and a correction of an edge corrects the indicator.
 */
public enum Indicator {
  /** Responses that are no server error. A 4xx is the client's. */
  HTTP_AVAILABILITY("http-availability", counts -> availability(counts.http().responses())),

  /** Responses within the threshold, of those with a latency. */
  HTTP_LATENCY(
      "http-latency",
      counts ->
          new SliCounts(
              counts.http().latencies().withinThreshold(), counts.http().latencies().timed())),

  /** Connections established, of the attempts whose outcome is known. */
  TCP_CONNECT("tcp-connect", counts -> connect(counts.tcp())),

  /** Connections closed without a reset. */
  TCP_STABILITY(
      "tcp-stability",
      counts -> new SliCounts(counts.tcp().closed() - counts.tcp().reset(), counts.tcp().closed())),

  /**
   * Queries answered with NOERROR or NXDOMAIN, of those answered or given up. NXDOMAIN is good
   * because resolvers try every search domain; names that used to resolve are not told apart here.
   */
  DNS_AVAILABILITY("dns-availability", counts -> dnsAvailability(counts.dns())),

  /** Answers within the threshold, of those with a latency. */
  DNS_LATENCY(
      "dns-latency",
      counts ->
          new SliCounts(
              counts.dns().latencies().withinThreshold(), counts.dns().latencies().timed())),

  /** Flow events forwarded, of those forwarded or dropped by no policy and for no good reason. */
  DELIVERY("delivery", Indicator::delivery),

  /** Executions of a probe that succeeded. Not from edges. */
  PROBE("probe", counts -> SliCounts.NONE);

  // gRPC: UNKNOWN, DEADLINE_EXCEEDED, INTERNAL, UNAVAILABLE, DATA_LOSS.
  private static final Set<String> GRPC_BAD =
      Set.of("grpc-2", "grpc-4", "grpc-13", "grpc-14", "grpc-15");

  private final String label;
  private final Function<EdgeCounts, SliCounts> counting;

  Indicator(String label, Function<EdgeCounts, SliCounts> counting) {
    this.label = label;
    this.counting = counting;
  }

  /** As in the topic: {@code http-availability}. */
  public String label() {
    return label;
  }

  /** What {@code counts} contribute. */
  public SliCounts of(EdgeCounts counts) {
    return counting.apply(counts);
  }

  private static SliCounts availability(NamedCounts responses) {
    long bad = responses.total(Indicator::isServerError);
    long total = responses.total();
    return new SliCounts(total - bad, total);
  }

  private static boolean isServerError(String status) {
    return (status.length() == 3 && status.charAt(0) == '5') || GRPC_BAD.contains(status);
  }

  private static SliCounts connect(TcpTally tcp) {
    return new SliCounts(tcp.established(), tcp.decided());
  }

  private static SliCounts dnsAvailability(DnsTally dns) {
    NamedCounts answers = dns.answers();
    return new SliCounts(
        answers.get(Rcodes.NOERROR) + answers.get(Rcodes.NXDOMAIN),
        answers.total() + dns.unanswered());
  }

  private static SliCounts delivery(EdgeCounts counts) {
    long lost = counts.drops().total(Indicator::isLoss);
    long forwarded = counts.verdicts().get("FORWARDED") + counts.verdicts().get("REDIRECTED");
    return new SliCounts(forwarded, forwarded + lost);
  }

  private static boolean isLoss(String dropReason) {
    DropClass dropClass = DropReasons.classOf(dropReason);
    return dropClass != DropClass.POLICY && dropClass != DropClass.EXPECTED;
  }
}
