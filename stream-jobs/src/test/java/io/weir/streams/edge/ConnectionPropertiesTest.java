package io.weir.streams.edge;

import static io.weir.streams.TestFlows.T0;
import static io.weir.streams.TestFlows.ack;
import static io.weir.streams.TestFlows.answer;
import static io.weir.streams.TestFlows.atServer;
import static io.weir.streams.TestFlows.clientRst;
import static io.weir.streams.TestFlows.fin;
import static io.weir.streams.TestFlows.produced;
import static io.weir.streams.TestFlows.query;
import static io.weir.streams.TestFlows.request;
import static io.weir.streams.TestFlows.response;
import static io.weir.streams.TestFlows.serverFin;
import static io.weir.streams.TestFlows.serverRst;
import static io.weir.streams.TestFlows.syn;
import static io.weir.streams.TestFlows.synAck;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.TraceObservationPoint;
import io.weir.hubble.flow.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Reports of one connection, of two nodes whose clocks are up to a second apart: whatever order
 * they come in, and however often, every window counts the same.
 */
class ConnectionPropertiesTest {
  private static final long MS = 1_000_000;

  private final ConnectionTracker tracker = new ConnectionTracker(EdgeRules.DEFAULT);

  /** A report and when it was seen, by its node's clock. */
  record Report(Flow flow, long ns) {}

  /** The sums of each shortest window; what is per event and not per connection aside. */
  private Map<Long, EdgeCounts> sums(List<Report> reports) {
    Connection connection = new Connection();
    List<EdgeDelta> deltas = new ArrayList<>();
    for (Report report : reports) {
      deltas.addAll(tracker.onFlow(connection, report.flow(), report.ns()));
    }
    deltas.addAll(tracker.onTime(connection, Long.MAX_VALUE));
    Map<Long, EdgeCounts> sums = new TreeMap<>();
    for (EdgeDelta delta : deltas) {
      sums.merge(Deltas.slot(delta.timeNs()), delta.counts(), EdgeCounts::plus);
    }
    sums.replaceAll((slot, counts) -> ofConnections(counts));
    sums.values().removeIf(counts -> counts.equals(EdgeCounts.NONE));
    return sums;
  }

  private static EdgeCounts ofConnections(EdgeCounts counts) {
    return EdgeCounts.NONE
        .plus(counts.tcp())
        .plus(counts.dns())
        .plus(counts.http())
        .plus(counts.kafka());
  }

  private static Map<Long, Long> delivered(List<EdgeDelta> deltas) {
    Map<Long, Long> sums = new TreeMap<>();
    deltas.forEach(
        delta -> sums.merge(Deltas.slot(delta.timeNs()), delta.counts().delivered(), Long::sum));
    sums.values().removeIf(count -> count == 0);
    return sums;
  }

  @Property(tries = 1_000)
  void noOrderAndNoRepeatChangesWhatAConnectionCounts(
      @ForAll("connections") List<Report> reports, @ForAll long seed) {
    List<Report> mixed = mixed(reports, seed, true);
    assertThat(sums(mixed)).as("%s", mixed).isEqualTo(sums(reports));
  }

  @Property(tries = 300)
  void noOrderChangesHowManyPacketsCameThrough(
      @ForAll("connections") List<Report> reports, @ForAll long seed) {
    assertThat(delivered(deltas(mixed(reports, seed, false))))
        .isEqualTo(delivered(deltas(reports)));
  }

  private List<EdgeDelta> deltas(List<Report> reports) {
    Connection connection = new Connection();
    List<EdgeDelta> deltas = new ArrayList<>();
    reports.forEach(
        report -> deltas.addAll(tracker.onFlow(connection, report.flow(), report.ns())));
    return deltas;
  }

  @Property(tries = 500)
  void noOrderAndNoRepeatChangesWhatLookupsCount(
      @ForAll("lookups") List<Report> reports, @ForAll long seed) {
    List<Report> mixed = mixed(reports, seed, true);
    assertThat(sums(mixed)).as("%s", mixed).isEqualTo(sums(reports));
  }

  @Property(tries = 1_000)
  void noOrderChangesWhichOfTwoProxiesCounts(
      @ForAll("exchanges") List<Report> reports, @ForAll long seed) {
    List<Report> mixed = mixed(reports, seed, false);
    assertThat(sums(mixed)).as("%s", mixed).isEqualTo(sums(reports));
  }

  /** The one who saw the first of it, and all that it saw, alone. */
  @Property(tries = 300)
  void oneProxyCountsAndIsTheOneThatSawTheFirst(
      @ForAll("exchanges") List<Report> reports, @ForAll long seed) {
    String first =
        reports.stream()
            .filter(report -> report.flow().hasL7())
            .min(
                Comparator.comparingLong(Report::ns)
                    .thenComparing(report -> FlowFacts.proxy(report.flow())))
            .map(report -> FlowFacts.proxy(report.flow()))
            .orElse("");
    List<Report> alone =
        reports.stream()
            .filter(
                report -> !report.flow().hasL7() || FlowFacts.proxy(report.flow()).equals(first))
            .toList();
    assertThat(sums(mixed(reports, seed, false))).isEqualTo(sums(alone));
  }

  @Property(tries = 300)
  void everyAttemptHasOneOutcomeInItsWindow(@ForAll("connections") List<Report> reports) {
    for (EdgeCounts counts : sums(reports).values()) {
      TcpTally tcp = counts.tcp();
      assertThat(tcp.attempts()).isEqualTo(tcp.decided()).isBetween(0L, 1L);
      assertThat(tcp.closed()).isBetween(0L, 1L);
      assertThat(tcp.reset()).isBetween(0L, tcp.closed());
    }
  }

  private static List<Report> mixed(List<Report> reports, long seed, boolean repeats) {
    Random random = new Random(seed);
    List<Report> mixed = new ArrayList<>(reports);
    if (repeats) {
      reports.stream().filter(report -> random.nextInt(3) == 0).forEach(mixed::add);
    }
    Collections.shuffle(mixed, random);
    return mixed;
  }

  /** A connection as it may go, near the border of a window, and the clocks of its nodes. */
  @Provide
  Arbitrary<List<Report>> connections() {
    return Combinators.combine(
            Arbitraries.longs().between(8_000, 11_000),
            Arbitraries.longs().between(-900, 900),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(0, 3),
            Arbitraries.longs().between(1, 3_000))
        .as(ConnectionPropertiesTest::connection);
  }

  private static List<Report> connection(
      long startMs, long aheadMs, int tries, int outcome, int end, long lastsMs) {
    List<Report> reports = new ArrayList<>();
    long atMs = startMs;
    for (int i = 1; i < tries; i++) {
      failed(reports, atMs, aheadMs, (outcome + i) % 3);
      atMs += 1_000L << (i - 1);
    }
    if (outcome == 4) {
      failed(reports, atMs, aheadMs, end % 3);
      return reports;
    }
    both(reports, syn(), atMs, aheadMs);
    if (outcome == 3) {
      both(reports, serverRst(), atMs + 2, aheadMs);
      return reports;
    }
    both(reports, synAck(), atMs + 2, aheadMs);
    both(reports, ack(), atMs + 4, aheadMs);
    switch (end) {
      case 0 -> {}
      case 1 -> both(reports, clientRst(), atMs + 4 + lastsMs, aheadMs);
      case 2 -> {
        both(reports, fin(), atMs + 4 + lastsMs, aheadMs);
        both(reports, serverRst(), atMs + 6 + lastsMs, aheadMs);
      }
      default -> {
        both(reports, fin(), atMs + 4 + lastsMs, aheadMs);
        both(reports, serverFin(), atMs + 6 + lastsMs, aheadMs);
      }
    }
    return reports;
  }

  /** A try that is lost, dropped where it arrives, or answered in vain. */
  private static void failed(List<Report> reports, long atMs, long aheadMs, int how) {
    reports.add(new Report(syn(), T0 + atMs * MS));
    if (how == 1) {
      Flow dropped = atServer(syn()).toBuilder().setVerdict(Verdict.DROPPED).build();
      reports.add(new Report(dropped, T0 + (atMs + 1 + aheadMs) * MS));
    } else if (how == 2) {
      reports.add(new Report(atServer(syn()), T0 + (atMs + 1 + aheadMs) * MS));
      reports.add(new Report(atServers(synAck()), T0 + (atMs + 2 + aheadMs) * MS));
    }
  }

  private static void both(List<Report> reports, Flow flow, long atMs, long aheadMs) {
    boolean reply = flow.getIsReply().getValue();
    Flow atClient =
        reply
            ? flow.toBuilder().setTraceObservationPoint(TraceObservationPoint.TO_ENDPOINT).build()
            : flow;
    reports.add(new Report(atClient, T0 + atMs * MS));
    reports.add(
        new Report(reply ? atServers(flow) : atServer(flow), T0 + (atMs + 1 + aheadMs) * MS));
  }

  /** Where a reply leaves the server's node. */
  private static Flow atServers(Flow reply) {
    return atServer(reply).toBuilder()
        .setTraceObservationPoint(TraceObservationPoint.TO_OVERLAY)
        .build();
  }

  /**
   * Two connections of one port, one after the other, and two nodes of which each tells them in its
   * own order: whatever comes in first and however far apart the clocks are, up to nine seconds.
   */
  @Property(tries = 1_000)
  void connectionsOfOnePortAreToldApartThoughClocksAre(
      @ForAll("portsUsedAgain") List<Report> reports, @ForAll long seed) {
    List<Report> interleaved = interleaved(reports, seed);
    EdgeCounts counted = EdgeCounts.NONE;
    for (EdgeDelta delta : deltas(interleaved)) {
      counted = counted.plus(delta.counts());
    }
    assertThat(counted.tcp()).as("%s", interleaved).isEqualTo(new TcpTally(2, 2, 0, 0, 2, 0, 0));
    // SYN, ACK and FIN to the server, SYN-ACK and FIN back.
    assertThat(counted.delivered()).isEqualTo(10);
  }

  private static List<Report> interleaved(List<Report> reports, long seed) {
    Random random = new Random(seed);
    int switches = 1 + random.nextInt(8); // a node tells this much on average before the other does
    List<Report> atClient = of("node-1", reports);
    List<Report> atServer = of("node-2", reports);
    List<Report> interleaved = new ArrayList<>();
    boolean client = random.nextBoolean();
    while (interleaved.size() < reports.size()) {
      List<Report> next =
          (client && !atClient.isEmpty()) || atServer.isEmpty() ? atClient : atServer;
      interleaved.add(next.remove(0));
      client ^= random.nextInt(switches) == 0;
    }
    return interleaved;
  }

  private static List<Report> of(String node, List<Report> reports) {
    return new ArrayList<>(
        reports.stream().filter(report -> report.flow().getNodeName().equals(node)).toList());
  }

  /** The second connection of one clock must not look like the first of the other. */
  private static boolean isToldApart(long aheadMs, long lastsMs, long pauseMs) {
    long againMs = lastsMs + pauseMs;
    return Math.abs(againMs - Math.abs(aheadMs)) > 1_100 || againMs + Math.abs(aheadMs) < 9_900;
  }

  @Provide
  Arbitrary<List<Report>> portsUsedAgain() {
    return Combinators.combine(
            Arbitraries.longs().between(-9_000, 9_000),
            Arbitraries.longs().between(1, 3_000),
            Arbitraries.longs().between(10, 20_000))
        .filter(ConnectionPropertiesTest::isToldApart)
        .as(
            (aheadMs, lastsMs, pauseMs) -> {
              List<Report> all = new ArrayList<>(connection(20_000, aheadMs, 1, 0, 3, lastsMs));
              all.addAll(connection(20_000 + lastsMs + pauseMs, aheadMs, 1, 0, 3, lastsMs));
              return all;
            });
  }

  /** Up to 24 requests, responses and lookups, each seen by one proxy or both, or its handshake. */
  @Provide
  Arbitrary<List<Report>> exchanges() {
    Arbitrary<Report> one =
        Combinators.combine(
                Arbitraries.of(
                    request("GET", "/cart"),
                    request("POST", "/checkout"),
                    response(200, 20 * MS),
                    response(503, 700 * MS),
                    produced("orders", 0),
                    produced("orders", 5)),
                Arbitraries.longs().between(9_000, 26_000),
                Arbitraries.of(true, false))
            .as((flow, atMs, server) -> new Report(server ? atServer(flow) : flow, T0 + atMs * MS));
    Arbitrary<Report> lookup =
        Combinators.combine(
                Arbitraries.of(
                    query("a.example."), answer("a.example.", 0), answer("a.example.", 3)),
                Arbitraries.longs().between(9_000, 26_000),
                Arbitraries.of(true, false))
            .as((flow, atMs, server) -> new Report(server ? atServer(flow) : flow, T0 + atMs * MS));
    return Arbitraries.oneOf(
        one.list().ofMaxSize(24),
        lookup.list().ofMaxSize(12),
        Combinators.combine(
                one.list().ofMaxSize(12),
                Arbitraries.longs().between(8_000, 9_000),
                Arbitraries.longs().between(-900, 900),
                Arbitraries.longs().between(1, 20_000))
            .as(
                (reports, startMs, aheadMs, lastsMs) -> {
                  List<Report> all =
                      new ArrayList<>(connection(startMs, aheadMs, 1, 0, 3, lastsMs));
                  all.addAll(reports);
                  return all;
                }));
  }

  @Provide
  Arbitrary<List<Report>> lookups() {
    Arbitrary<Report> one =
        Combinators.combine(
                Arbitraries.of("a.example.", "b.example."),
                Arbitraries.integers().between(-1, 3),
                Arbitraries.longs().between(8_000, 26_000),
                Arbitraries.of(true, true, false))
            .as(
                (name, rcode, atMs, atClient) -> {
                  Flow flow = rcode < 0 ? query(name) : answer(name, rcode);
                  return new Report(atClient ? flow : atServer(flow), T0 + atMs * MS);
                });
    return one.list().ofMaxSize(12);
  }
}
