package io.weir.streams.edge;

/**
 * Adds up {@link EdgeCounts} in place, to what {@link EdgeCounts#plus} gives. Mutable, confined to
 * one thread.
 */
final class EdgeCountsSum {
  private long firstNs;
  private long lastNs;
  private long flows;
  private final NamedSum reporters = new NamedSum();
  private final NamedSum verdicts = new NamedSum();
  private TcpTally tcp = TcpTally.NONE;
  private HttpTally http = HttpTally.NONE;
  private DnsTally dns = DnsTally.NONE;
  private KafkaTally kafka = KafkaTally.NONE;
  private NamedCounts drops = NamedCounts.NONE;
  private long packets;
  private long bytes;
  private long sampledOut;
  private CustomTally custom = CustomTally.NONE;
  private long delivered;

  void add(EdgeCounts more) {
    firstNs = NodeView.earlier(firstNs, more.firstNs());
    lastNs = Math.max(lastNs, more.lastNs());
    flows += more.flows();
    reporters.add(more.reporters());
    verdicts.add(more.verdicts());
    tcp = tcp.plus(more.tcp());
    http = http.plus(more.http());
    dns = dns.plus(more.dns());
    kafka = kafka.plus(more.kafka());
    drops = drops.plus(more.drops());
    packets += more.packets();
    bytes += more.bytes();
    sampledOut += more.sampledOut();
    custom = custom.plus(more.custom());
    delivered += more.delivered();
  }

  /** The sum so far. */
  EdgeCounts toCounts() {
    return new EdgeCounts(
        firstNs,
        lastNs,
        flows,
        reporters.toCounts(),
        verdicts.toCounts(),
        tcp,
        http,
        dns,
        kafka,
        drops,
        packets,
        bytes,
        sampledOut,
        custom,
        delivered);
  }
}
