package io.weir.streams.edge;

/**
 * What happened on one edge in one window, or what one event adds to it. Immutable.
 *
 * <p>A correction of something counted earlier is an ordinary value with counts below 0; the sum of
 * a window never is.
 *
 * @param firstNs event time of the first flow counted; 0 when there is none
 * @param lastNs event time of the last flow counted; 0 when there is none
 * @param flows flow events from every observation point
 * @param reporters flow events by {@code source}, {@code destination}, {@code proxy}, {@code
 *     unknown}
 * @param drops dropped packets and requests by reason
 * @param sampledOut events that sampling sources left out, as they say themselves
 * @param custom indicators of one's own
 * @param delivered packets that came through, each once, see {@link Delivery}
 */
public record EdgeCounts(
    long firstNs,
    long lastNs,
    long flows,
    NamedCounts reporters,
    NamedCounts verdicts,
    TcpTally tcp,
    HttpTally http,
    DnsTally dns,
    KafkaTally kafka,
    NamedCounts drops,
    long packets,
    long bytes,
    long sampledOut,
    CustomTally custom,
    long delivered) {
  public static final EdgeCounts NONE =
      new EdgeCounts(
          0,
          0,
          0,
          NamedCounts.NONE,
          NamedCounts.NONE,
          TcpTally.NONE,
          HttpTally.NONE,
          DnsTally.NONE,
          KafkaTally.NONE,
          NamedCounts.NONE,
          0,
          0,
          0,
          CustomTally.NONE,
          0);

  /** One flow event. */
  static EdgeCounts flow(
      long timeNs, NamedCounts reporter, NamedCounts verdict, NamedCounts drops) {
    return new EdgeCounts(
        timeNs,
        timeNs,
        1,
        reporter,
        verdict,
        TcpTally.NONE,
        HttpTally.NONE,
        DnsTally.NONE,
        KafkaTally.NONE,
        drops,
        0,
        0,
        0,
        CustomTally.NONE,
        0);
  }

  /** Events that a sampling source left out at the time of this one. */
  public static EdgeCounts sampledOut(long events) {
    return NONE.with(TcpTally.NONE, HttpTally.NONE, DnsTally.NONE, KafkaTally.NONE, events);
  }

  /** What custom indicators say of one flow. */
  public static EdgeCounts custom(CustomTally custom) {
    return new EdgeCounts(
        0,
        0,
        0,
        NamedCounts.NONE,
        NamedCounts.NONE,
        TcpTally.NONE,
        HttpTally.NONE,
        DnsTally.NONE,
        KafkaTally.NONE,
        NamedCounts.NONE,
        0,
        0,
        0,
        custom,
        0);
  }

  EdgeCounts plus(TcpTally more) {
    return with(tcp.plus(more), http, dns, kafka, sampledOut);
  }

  EdgeCounts plus(HttpTally more) {
    return with(tcp, http.plus(more), dns, kafka, sampledOut);
  }

  EdgeCounts plus(DnsTally more) {
    return with(tcp, http, dns.plus(more), kafka, sampledOut);
  }

  EdgeCounts plus(KafkaTally more) {
    return with(tcp, http, dns, kafka.plus(more), sampledOut);
  }

  EdgeCounts plusDelivered(long packets) {
    return new EdgeCounts(
        firstNs,
        lastNs,
        flows,
        reporters,
        verdicts,
        tcp,
        http,
        dns,
        kafka,
        drops,
        this.packets,
        bytes,
        sampledOut,
        custom,
        delivered + packets);
  }

  private EdgeCounts with(
      TcpTally newTcp,
      HttpTally newHttp,
      DnsTally newDns,
      KafkaTally newKafka,
      long newSampledOut) {
    return new EdgeCounts(
        firstNs,
        lastNs,
        flows,
        reporters,
        verdicts,
        newTcp,
        newHttp,
        newDns,
        newKafka,
        drops,
        packets,
        bytes,
        newSampledOut,
        custom,
        delivered);
  }

  /** Adds two disjoint sets of events. Associative and commutative, so order never matters. */
  public EdgeCounts plus(EdgeCounts other) {
    return new EdgeCounts(
        first(firstNs, other.firstNs),
        Math.max(lastNs, other.lastNs),
        flows + other.flows,
        reporters.plus(other.reporters),
        verdicts.plus(other.verdicts),
        tcp.plus(other.tcp),
        http.plus(other.http),
        dns.plus(other.dns),
        kafka.plus(other.kafka),
        drops.plus(other.drops),
        packets + other.packets,
        bytes + other.bytes,
        sampledOut + other.sampledOut,
        custom.plus(other.custom),
        delivered + other.delivered);
  }

  private static long first(long a, long b) {
    if (a == 0 || b == 0) {
      return a + b;
    }
    return Math.min(a, b);
  }

  /** What applications said, and custom indicators, alone. */
  public EdgeCounts applications() {
    return new EdgeCounts(
        0,
        0,
        0,
        NamedCounts.NONE,
        NamedCounts.NONE,
        TcpTally.NONE,
        http,
        dns,
        kafka,
        NamedCounts.NONE,
        0,
        0,
        0,
        custom,
        0);
  }

  /** The message; parts that counted nothing are absent. Equal counts are equal bytes. */
  public io.weir.series.v1.EdgeCounts toProto() {
    var counts =
        io.weir.series.v1.EdgeCounts.newBuilder()
            .setFirstNs(firstNs)
            .setLastNs(lastNs)
            .setFlows(flows)
            .addAllReporters(reporters.toProto())
            .addAllVerdicts(verdicts.toProto())
            .addAllKafka(kafka.toProto())
            .addAllDrops(drops.toProto())
            .setPackets(packets)
            .setBytes(bytes)
            .setSampledOut(sampledOut)
            .addAllCustom(custom.toProto())
            .setDelivered(delivered);
    if (!tcp.equals(TcpTally.NONE)) {
      counts.setTcp(tcp.toProto());
    }
    if (!http.equals(HttpTally.NONE)) {
      counts.setHttp(http.toProto());
    }
    if (!dns.equals(DnsTally.NONE)) {
      counts.setDns(dns.toProto());
    }
    return counts.build();
  }

  /** What {@link #toProto} gave. */
  public static EdgeCounts fromProto(io.weir.series.v1.EdgeCounts counts) {
    return new EdgeCounts(
        counts.getFirstNs(),
        counts.getLastNs(),
        counts.getFlows(),
        NamedCounts.fromProto(counts.getReportersList()),
        NamedCounts.fromProto(counts.getVerdictsList()),
        counts.hasTcp() ? TcpTally.fromProto(counts.getTcp()) : TcpTally.NONE,
        counts.hasHttp() ? HttpTally.fromProto(counts.getHttp()) : HttpTally.NONE,
        counts.hasDns() ? DnsTally.fromProto(counts.getDns()) : DnsTally.NONE,
        KafkaTally.fromProto(counts.getKafkaList()),
        NamedCounts.fromProto(counts.getDropsList()),
        counts.getPackets(),
        counts.getBytes(),
        counts.getSampledOut(),
        CustomTally.fromProto(counts.getCustomList()),
        counts.getDelivered());
  }
}
