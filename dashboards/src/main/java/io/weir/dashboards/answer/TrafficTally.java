package io.weir.dashboards.answer;

import io.weir.series.v1.DnsCounts;
import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.HttpCounts;
import io.weir.series.v1.TcpCounts;
import java.util.Optional;

/** Adds up windows that do not overlap, in any order. Confined to the thread that answers. */
public final class TrafficTally {
  private final Counts reporters = new Counts();
  private final Counts verdicts = new Counts();
  private final Counts drops = new Counts();
  private final TcpTally tcp = new TcpTally();
  private final HttpTally http = new HttpTally();
  private final DnsTally dns = new DnsTally();
  private long firstNs = Long.MAX_VALUE;
  private long lastNs = Long.MIN_VALUE;
  private long flows;
  private long packets;
  private long bytes;

  /** Counts a window. */
  public void add(EdgeCounts counts) {
    firstNs = Math.min(firstNs, counts.getFirstNs());
    lastNs = Math.max(lastNs, counts.getLastNs());
    flows = Math.addExact(flows, counts.getFlows());
    packets = Math.addExact(packets, counts.getPackets());
    bytes = Math.addExact(bytes, counts.getBytes());
    reporters.add(counts.getReportersList());
    verdicts.add(counts.getVerdictsList());
    drops.add(counts.getDropsList());
    tcp.add(counts.getTcp());
    HttpCounts h = counts.getHttp();
    http.add(h.getRequests(), h.getResponsesList(), h.getLatencySketch());
    DnsCounts d = counts.getDns();
    dns.add(d.getQueries(), d.getAnswersList(), d.getUnanswered(), d.getLatencySketch());
  }

  /** Counts all that another one counted. */
  public void add(TrafficTally other) {
    firstNs = Math.min(firstNs, other.firstNs);
    lastNs = Math.max(lastNs, other.lastNs);
    flows = Math.addExact(flows, other.flows);
    packets = Math.addExact(packets, other.packets);
    bytes = Math.addExact(bytes, other.bytes);
    reporters.add(other.reporters);
    verdicts.add(other.verdicts);
    drops.add(other.drops);
    tcp.add(other.tcp);
    http.add(other.http);
    dns.add(other.dns);
  }

  /** What it came to. */
  public Traffic toTraffic() {
    return new Traffic(
        TimeRange.instant(firstNs),
        TimeRange.instant(lastNs),
        flows,
        reporters.toMap(),
        verdicts.toMap(),
        Optional.of(tcp.toTcp()).filter(t -> t.attempts() + t.established() + t.closed() > 0),
        Optional.of(http.toHttp()).filter(h -> h.requests() + h.responses() > 0),
        Optional.of(dns.toDns()).filter(d -> d.queries() + d.settled() > 0),
        drops.toMap(),
        packets,
        bytes);
  }

  /** TCP's part. */
  private static final class TcpTally {
    private final LatencyTally rtt = new LatencyTally();
    private long attempts;
    private long established;
    private long refused;
    private long unanswered;
    private long closed;
    private long reset;
    private long retransmits;
    private long pathLost;

    void add(TcpCounts counts) {
      attempts = Math.addExact(attempts, counts.getAttempts());
      established = Math.addExact(established, counts.getEstablished());
      refused = Math.addExact(refused, counts.getRefused());
      unanswered = Math.addExact(unanswered, counts.getUnanswered());
      closed = Math.addExact(closed, counts.getClosed());
      reset = Math.addExact(reset, counts.getReset());
      retransmits = Math.addExact(retransmits, counts.getRetransmits());
      pathLost = Math.addExact(pathLost, counts.getPathLost());
      rtt.add(counts.getRttSketch());
    }

    void add(TcpTally other) {
      attempts = Math.addExact(attempts, other.attempts);
      established = Math.addExact(established, other.established);
      refused = Math.addExact(refused, other.refused);
      unanswered = Math.addExact(unanswered, other.unanswered);
      closed = Math.addExact(closed, other.closed);
      reset = Math.addExact(reset, other.reset);
      retransmits = Math.addExact(retransmits, other.retransmits);
      pathLost = Math.addExact(pathLost, other.pathLost);
      rtt.add(other.rtt);
    }

    Tcp toTcp() {
      return new Tcp(
          attempts,
          established,
          refused,
          unanswered,
          closed,
          reset,
          retransmits,
          pathLost,
          Ratios.of(refused, attempts),
          Ratios.of(unanswered, attempts),
          Ratios.of(reset, closed),
          rtt.toLatency());
    }
  }
}
