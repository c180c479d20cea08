package io.weir.collector.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.collector.net.TlsConfig;
import io.weir.collector.spool.Spool;
import io.weir.collector.spool.SpoolConfig;
import io.weir.collector.spool.SpoolMetrics;
import io.weir.event.v1.Loss;
import io.weir.event.v1.NodeReport;
import io.weir.ingest.v1.Event;
import io.weir.ingest.v1.Hello;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventExporterIT {
  private static final Duration NO_DRAIN = Duration.ZERO;

  @TempDir Path dir;

  private Reports reports = Reports.NONE;
  private final List<EventExporter> exporters = new ArrayList<>();
  private final List<Spool> spools = new ArrayList<>();
  private FakeRelay relay;

  @BeforeEach
  void startRelay() throws Exception {
    relay = new FakeRelay();
  }

  @AfterEach
  void stopAll() throws Exception {
    exporters.forEach(exporter -> exporter.close(NO_DRAIN));
    spools.forEach(Spool::close);
    relay.close();
  }

  private static List<Event> events(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(n -> Event.newBuilder().setObservedAtNs(n + 1).setSource("test").build())
        .toList();
  }

  private Spool spool(String name, long maxBytes) throws Exception {
    Spool spool =
        new Spool(
            name,
            new SpoolConfig(
                dir.resolve(name), maxBytes, 1024, Duration.ofDays(1), Duration.ofMillis(10)),
            InstantSource.system(),
            new SpoolMetrics(new PrometheusRegistry()));
    spool.open();
    spools.add(spool);
    return spool;
  }

  /** Counts its reports in the one field that says when. */
  private static final class CountedReports implements Reports {
    private final AtomicInteger made = new AtomicInteger();

    @Override
    public Duration every() {
      return Duration.ofMillis(100);
    }

    @Override
    public NodeReport report(boolean ending) {
      return NodeReport.newBuilder()
          .setReportedAtNs(made.incrementAndGet())
          .setEnding(ending)
          .build();
    }
  }

  @Test
  void reportsWhileTheRelayListens_andSaysWhenItEnds() throws Exception {
    reports = new CountedReports();
    EventExporter exporter = start(spool("a", 1 << 20));
    await().until(() -> relay.reports().size() >= 3);
    exporter.close(Duration.ZERO);

    await()
        .untilAsserted(
            () -> assertThat(relay.reports().get(relay.reports().size() - 1).getEnding()).isTrue());
    assertThat(relay.reports().stream().filter(NodeReport::getEnding)).hasSize(1);
    assertThat(relay.reports())
        .extracting(NodeReport::getReportedAtNs)
        .startsWith(1L, 2L, 3L)
        .isSorted();
    assertThat(relay.faults()).isEmpty();
  }

  /** A report is worth nothing once it is old: what was not sent at its time is never sent. */
  @Test
  void reportsAgainOnlyWhenTheRelayIsBack() throws Exception {
    CountedReports counted = new CountedReports();
    reports = counted;
    Spool spool = spool("a", 1 << 20);
    start(spool);
    await().until(() -> !relay.reports().isEmpty());
    relay.restart();
    int before = relay.reports().size();
    spool.put("test", events(0, 10), Optional.empty());

    awaitAcked(spool);
    await().until(() -> relay.reports().size() > before);
    assertThat(relay.reports().size()).isLessThanOrEqualTo(counted.made.get());
  }

  @Test
  void tellsNothingToARelayThatKnowsNoReports() throws Exception {
    reports = new CountedReports();
    relay.knowsReports(false);
    Spool spool = spool("a", 1 << 20);
    EventExporter exporter = start(spool);
    spool.put("test", events(0, 100), Optional.empty());

    awaitAcked(spool);
    exporter.close(Duration.ZERO);
    assertThat(relay.reports()).isEmpty();
    assertThat(relay.hellos()).hasSize(1);
  }

  private EventExporter start(Spool... read) throws Exception {
    EventExporter exporter =
        new EventExporter(
            new ExportConfig(
                relay.address(),
                TlsConfig.DEFAULT,
                10,
                1 << 20,
                1000,
                Duration.ofMillis(100),
                Duration.ofMillis(5),
                Duration.ofMillis(50)),
            List.of(read),
            Hello.newBuilder().setNode("prod/node-1").addSources("test").build(),
            reports,
            new ExportMetrics(new PrometheusRegistry()),
            InstantSource.system(),
            new Random(7));
    exporters.add(exporter);
    exporter.start();
    return exporter;
  }

  private void awaitAcked(Spool spool) {
    await().untilAsserted(() -> assertThat(spool.queued()).isZero());
    assertThat(relay.faults()).isEmpty();
  }

  @Test
  void sendsEverythingInOrderAndReleasesTheSpool() throws Exception {
    Spool spool = spool("a", 1 << 20);
    spool.put("test", events(0, 500), Optional.empty());
    EventExporter exporter = start(spool);
    spool.put("test", events(500, 1000), Optional.empty());

    awaitAcked(spool);

    assertThat(relay.events()).isEqualTo(events(0, 1000));
    assertThat(relay.repeated()).isZero();
    assertThat(relay.hellos()).hasSize(1);
    assertThat(relay.hellos().get(0).getNode()).isEqualTo("prod/node-1");
    assertThat(exporter.readiness().ready()).isTrue();
  }

  @Test
  void sendsNoMoreThanTheRelaysCredit() throws Exception {
    relay.credit(25);
    relay.ackAtOnce(false);
    Spool spool = spool("a", 1 << 20);
    spool.put("test", events(0, 100), Optional.empty());
    start(spool);

    await().until(() -> relay.events().size() == 25);
    relay.ackAtOnce(true);
    relay.ackAll();

    awaitAcked(spool);
    assertThat(relay.events()).isEqualTo(events(0, 100));
  }

  @Test
  void keepsEventsUntilALateAcknowledgement() throws Exception {
    relay.ackAtOnce(false);
    Spool spool = spool("a", 1 << 20);
    spool.put("test", events(0, 100), Optional.empty());
    start(spool);
    await().until(() -> relay.events().size() == 100);
    assertThat(spool.queued()).isEqualTo(100);

    relay.ackAll();

    awaitAcked(spool);
  }

  @Test
  void sendsAgainWhatWasNotAcknowledged_whenTheStreamBreaks() throws Exception {
    relay.dropAfterBatches(3);
    Spool spool = spool("a", 1 << 20);
    spool.put("test", events(0, 200), Optional.empty());
    start(spool);

    awaitAcked(spool);

    assertThat(relay.events()).isEqualTo(events(0, 200));
    assertThat(relay.repeated()).isPositive();
    assertThat(relay.hellos()).hasSizeGreaterThan(5);
  }

  @Test
  void carriesOnAfterTheRelayWasAway() throws Exception {
    Spool spool = spool("a", 1 << 20);
    spool.put("test", events(0, 50), Optional.empty());
    EventExporter exporter = start(spool);
    awaitAcked(spool);

    relay.close();
    await()
        .untilAsserted(
            () ->
                assertThat(exporter.readiness().reason())
                    .contains("does not take events: UNAVAILABLE"));
    spool.put("test", events(50, 100), Optional.empty());
    relay.restart();

    awaitAcked(spool);
    assertThat(relay.events()).isEqualTo(events(0, 100));
    await().until(() -> exporter.readiness().ready());
  }

  @Test
  void doubledAndForeignAcknowledgementsDoNoHarm() throws Exception {
    relay.ackTwice();
    Spool spool = spool("a", 1 << 20);
    spool.put("test", events(0, 100), Optional.empty());
    start(spool);

    awaitAcked(spool);

    assertThat(relay.events()).isEqualTo(events(0, 100));
  }

  @Test
  void twoSpoolsShareOneStream() throws Exception {
    Spool a = spool("a", 1 << 20);
    Spool b = spool("b", 1 << 20);
    a.put("test", events(0, 100), Optional.empty());
    b.put("test", events(100, 200), Optional.empty());
    start(a, b);

    awaitAcked(a);
    awaitAcked(b);

    assertThat(relay.events()).containsExactlyInAnyOrderElementsOf(events(0, 200));
    assertThat(relay.collectors()).containsExactlyInAnyOrder(a.run(), b.run());
    assertThat(relay.hellos()).hasSize(1);
  }

  /** The relay stalls, the spool overflows while events are in flight: numbers are left out. */
  @Test
  void beginsANewStreamWhereEventsWereDiscarded() throws Exception {
    relay.ackAtOnce(false);
    relay.credit(20);
    Spool spool = spool("a", 4096);
    spool.put("test", events(0, 20), Optional.empty());
    start(spool);
    await().until(() -> relay.events().size() == 20);

    for (int i = 20; i < 2000; i += 10) {
      spool.put("test", events(i, i + 10), Optional.empty());
    }
    relay.ackAtOnce(true);
    relay.ackAll();

    awaitAcked(spool);
    List<Event> got = relay.events();
    long lost =
        got.stream().filter(Event::hasLoss).map(Event::getLoss).mapToLong(Loss::getCount).sum();
    long kept = got.stream().filter(event -> !event.hasLoss()).count();
    assertThat(lost).isPositive();
    // What was in flight when it was discarded arrived all the same, and is counted as lost, too.
    assertThat(kept + lost).isBetween(2000L, 2020L);
  }

  @Test
  void closingWaitsForTheLastAcknowledgement() throws Exception {
    Spool spool = spool("a", 1 << 20);
    EventExporter exporter = start(spool);
    spool.put("test", events(0, 300), Optional.empty());

    exporter.close(Duration.ofSeconds(20));

    assertThat(spool.queued()).isZero();
    assertThat(relay.events()).isEqualTo(events(0, 300));
  }
}
