package io.weir.relay.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.weir.codec.Codecs;
import io.weir.event.v1.Discarded;
import io.weir.event.v1.DiscardedEvent;
import io.weir.event.v1.NodeReport;
import io.weir.event.v1.NodeReport.Clock;
import io.weir.event.v1.NodeReport.SeenNode;
import io.weir.event.v1.Probe;
import io.weir.ingest.v1.Batch;
import io.weir.ingest.v1.ClockReading;
import io.weir.ingest.v1.Event;
import io.weir.ingest.v1.Hello;
import io.weir.ingest.v1.SendRequest;
import io.weir.relay.TestEvents;
import io.weir.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IngestServiceTest {
  private static final IngestConfig CONFIG =
      new IngestConfig(4, 800, 1 << 20, 500, 16 << 20, 64 << 10, 2, Duration.ofSeconds(30));

  private final List<NodeReport> reports = new ArrayList<>();
  private boolean reportsTaken = true;
  private final FakePublisher kafka = new FakePublisher();
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final IngestMetrics metrics = new IngestMetrics(registry);
  private Instant now = Instant.parse("2024-03-04T09:00:00Z");
  private final IngestService service =
      new IngestService(CONFIG, kafka, this::take, metrics, () -> now);
  private final FakeResponses answers = new FakeResponses();
  private final StreamObserver<SendRequest> stream = service.send(answers);

  private boolean take(NodeReport report) {
    reports.add(report);
    return reportsTaken;
  }

  private static SendRequest report(NodeReport.Builder report) {
    return SendRequest.newBuilder().setReport(report).build();
  }

  private static NodeReport.Builder valid() {
    return NodeReport.newBuilder()
        .setId("c1")
        .setNode("prod/n1")
        .addNodes(SeenNode.newBuilder().setName("prod/n1"));
  }

  @Test
  void takesReportsBesideEvents() {
    stream.onNext(hello());
    assertThat(answers.sent.get(0).getCredit().getReports()).isTrue();
    long credit = answers.credit();
    stream.onNext(report(valid()));
    stream.onNext(batch("c", 1, TestEvents.flows(1)));
    kafka.acknowledgeAll();

    assertThat(reports).containsExactly(valid().build());
    assertThat(answers.end).isNull();
    assertThat(answers.acks()).containsExactly(1L);
    assertThat(answers.credit()).isEqualTo(credit + 1);
    assertThat(metrics.reports.get()).isEqualTo(1);
  }

  /** Every answer says what our clock shows; a report says when that came, by another clock. */
  @Test
  void reportsSayHowFarTheirClockIsAhead() {
    stream.onNext(hello());
    long sentNs = answers.sent.get(0).getSentAtNs();
    assertThat(Instant.ofEpochSecond(0, sentNs)).isEqualTo(now);
    long aheadNs = Duration.ofMillis(4_200).toNanos();
    now = now.plusMillis(1_010);
    ClockReading reading =
        ClockReading.newBuilder()
            .setRelaySentAtNs(sentNs)
            .setReceivedAtNs(sentNs + 4_000_000 + aheadNs)
            .setSentAtNs(sentNs + 1_004_000_000 + aheadNs)
            .build();
    // What a collector says of its own clock does not count.
    NodeReport.Builder boasting = valid().setClock(Clock.newBuilder().setAheadLeastNs(7));
    stream.onNext(report(boasting).toBuilder().setClock(reading).build());

    assertThat(reports)
        .containsExactly(
            valid()
                .setClock(
                    Clock.newBuilder()
                        .setAheadLeastNs(aheadNs - 6_000_000)
                        .setAheadMostNs(aheadNs + 4_000_000))
                .build());
    assertThat(skews()).containsExactly(entry("prod/n1", 4.199));
    answers.cancel();
    assertThat(skews()).as("of streams that are gone").isEmpty();
  }

  /** Collectors of before compare no clocks, and are none the worse for it. */
  @Test
  void reportsWithoutAReadingSayNothingOfClocks() {
    stream.onNext(hello());
    stream.onNext(report(valid()));
    assertThat(reports.get(0).hasClock()).isFalse();
    assertThat(skews()).isEmpty();
  }

  private Map<String, Double> skews() {
    return registry.scrape().stream()
        .filter(metric -> metric.getMetadata().getName().equals("weir_relay_clock_skew_seconds"))
        .flatMap(metric -> ((GaugeSnapshot) metric).getDataPoints().stream())
        .collect(
            Collectors.toMap(
                point -> point.getLabels().get("node"),
                GaugeSnapshot.GaugeDataPointSnapshot::getValue));
  }

  /** Whatever is wrong with reports, events go on. */
  @Test
  void badReportsAndFullQueuesCostNobodyAnything() {
    stream.onNext(hello());
    NodeReport.Builder many = valid();
    for (int n = 0; n < 1_000; n++) {
      many.addNodes(SeenNode.newBuilder().setName("n" + n));
    }
    stream.onNext(report(many));
    stream.onNext(report(valid().clearId()));
    stream.onNext(report(valid().setNode("a/b/c")));
    stream.onNext(report(valid().addNodes(SeenNode.getDefaultInstance())));
    stream.onNext(report(valid().setVersion("v".repeat(600_000))));
    assertThat(reports).isEmpty();
    reportsTaken = false;
    stream.onNext(report(valid()));
    assertThat(metrics.reports.get()).isZero();

    stream.onNext(batch("c", 1, TestEvents.flows(1)));
    kafka.acknowledgeAll();
    assertThat(answers.acks()).containsExactly(1L);
  }

  @Test
  void wantsHelloBeforeAReport() {
    stream.onNext(report(valid()));
    assertThat(answers.end.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
  }

  @Test
  void helloBringsCredit() {
    assertThat(answers.credit()).isZero();
    stream.onNext(hello());
    assertThat(answers.credit()).isPositive();
  }

  @Test
  void acknowledgesABatchOnlyWhenKafkaHoldsAllOfIt() {
    stream.onNext(hello());
    stream.onNext(batch("c", 1, TestEvents.flows(3)));
    kafka.acknowledge(2);
    assertThat(answers.acks()).isEmpty();
    kafka.acknowledge(1);
    assertThat(answers.acks()).containsExactly(3L);
  }

  /** Partitions answer in their own time; a later batch may be done first. */
  @Test
  void acknowledgesInOrderWhenALaterBatchIsDoneFirst() {
    stream.onNext(hello());
    stream.onNext(batch("c", 1, TestEvents.flows(1)));
    stream.onNext(batch("c", 2, TestEvents.flows(1)));
    kafka.acknowledgeLast();
    assertThat(answers.acks()).isEmpty();
    kafka.acknowledgeAll();
    assertThat(answers.acks()).containsExactly(2L);
  }

  @Test
  void creditComesBackWithAcknowledgements() {
    stream.onNext(hello());
    long initial = answers.credit();
    stream.onNext(batch("c", 1, TestEvents.flows(10)));
    assertThat(answers.credit()).isEqualTo(initial);
    kafka.acknowledgeAll();
    assertThat(answers.credit()).isEqualTo(initial + 10);
  }

  @Test
  void closesAStreamThatExceedsItsCreditAndNamesTheNumbers() {
    stream.onNext(hello());
    int credit = (int) answers.credit();
    stream.onNext(batch("c", 1, TestEvents.flows(credit)));
    stream.onNext(batch("c", credit + 1, TestEvents.flows(2)));
    assertThat(answers.end.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(answers.end.getDescription())
        .contains("numbers " + (credit + 1) + " to " + (credit + 2) + " of collector c");
    assertThat(kafka.records).hasSize(credit);
  }

  @Test
  void wantsHelloFirstAndOnce() {
    stream.onNext(batch("c", 1, TestEvents.flows(1)));
    assertThat(answers.end.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    FakeResponses second = new FakeResponses();
    StreamObserver<SendRequest> twice = service.send(second);
    twice.onNext(hello());
    twice.onNext(hello());
    assertThat(second.end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void closesAStreamThatLeavesNumbersOut() {
    stream.onNext(hello());
    stream.onNext(batch("c", 1, TestEvents.flows(2)));
    stream.onNext(batch("c", 4, TestEvents.flows(1)));
    assertThat(answers.end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(answers.end.getDescription()).contains("batch.first_seq: 4 (expected: at most 3");
  }

  @Test
  void skipsWhatTheSameStreamSentBefore() {
    stream.onNext(hello());
    stream.onNext(batch("c", 1, TestEvents.flows(3)));
    stream.onNext(batch("c", 2, TestEvents.flows(3)));
    assertThat(kafka.records).hasSize(4);
    kafka.acknowledgeAll();
    assertThat(answers.acks().get(answers.acks().size() - 1)).isEqualTo(4);
    assertThat(metrics.repeated.get()).isEqualTo(2);
  }

  /** One collector's bug must not cost its good events. */
  @Test
  void discardsBadEventsUnderTheirNumbersAndGoesOn() throws Exception {
    Event good = TestEvents.flow(1);
    Event noPayload = TestEvents.event().build();
    Event noTime = good.toBuilder().setObservedAtNs(0).build();
    Event tooLarge =
        TestEvents.event()
            .setDiscarded(Discarded.newBuilder().setBytes(ByteString.copyFrom(new byte[65 << 10])))
            .build();
    Event noId = TestEvents.event().setProbe(Probe.getDefaultInstance()).build();
    stream.onNext(hello());
    stream.onNext(batch("c", 1, List.of(noPayload, noTime, good, tooLarge, noId)));
    assertThat(answers.end).isNull();
    assertThat(kafka.records)
        .extracting(record -> record.topic())
        .containsExactly(
            Topic.DISCARDED, Topic.DISCARDED, Topic.FLOWS, Topic.DISCARDED, Topic.DISCARDED);
    DiscardedEvent first = Codecs.discarded().decode(kafka.records.get(0).value());
    assertThat(first.getHeader().getSeq()).isEqualTo(1);
    assertThat(first.getDiscarded().getOrigin()).isEqualTo("node-1/c#1");
    assertThat(first.getDiscarded().getReason()).isEqualTo("schema");
    DiscardedEvent large = Codecs.discarded().decode(kafka.records.get(3).value());
    assertThat(large.getDiscarded().getReason()).isEqualTo("too_large");
    assertThat(large.getDiscarded().getBytes().size()).isEqualTo(64 << 10);
    assertThat(large.getDiscarded().getBytesTotal()).isEqualTo(tooLarge.getSerializedSize());
    kafka.acknowledgeAll();
    assertThat(answers.acks()).containsExactly(5L);
    assertThat(metrics.published.get()).isEqualTo(1);
    assertThat(metrics.inFlight.get()).isZero();
  }

  @Test
  void closesTheStreamOnABrokenFrame() {
    for (SendRequest broken :
        List.of(
            batch("", 1, TestEvents.flows(1)),
            batch("c", 0, TestEvents.flows(1)),
            batch("c", -5, TestEvents.flows(1)),
            batch("c", 1, List.of()),
            batch("c", 1, TestEvents.flows(501)),
            SendRequest.getDefaultInstance())) {
      FakeResponses answer = new FakeResponses();
      StreamObserver<SendRequest> request = service.send(answer);
      request.onNext(hello());
      request.onNext(broken);
      assertThat(answer.end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
    assertThat(kafka.records).isEmpty();
  }

  @Test
  void theNewerStreamOfACollectorTakesOver() {
    stream.onNext(hello());
    stream.onNext(batch("c", 1, TestEvents.flows(2)));
    FakeResponses newer = new FakeResponses();
    StreamObserver<SendRequest> again = service.send(newer);
    again.onNext(hello());
    again.onNext(batch("c", 1, TestEvents.flows(2)));
    assertThat(answers.end.getCode()).isEqualTo(Status.Code.ABORTED);
    kafka.acknowledgeAll();
    assertThat(newer.acks()).containsExactly(2L);
    assertThat(newer.end).isNull();
    assertThat(metrics.inFlight.get()).isZero();
  }

  @Test
  void anOlderStreamDoesNotTakeACollectorBack() {
    stream.onNext(hello());
    FakeResponses newer = new FakeResponses();
    StreamObserver<SendRequest> again = service.send(newer);
    again.onNext(hello());
    again.onNext(batch("c", 1, TestEvents.flows(1)));
    stream.onNext(batch("c", 1, TestEvents.flows(1)));
    assertThat(answers.end.getCode()).isEqualTo(Status.Code.ABORTED);
    assertThat(newer.end).isNull();
  }

  @Test
  void neverAcknowledgesWhatKafkaRefused() {
    stream.onNext(hello());
    stream.onNext(batch("c", 1, TestEvents.flows(2)));
    kafka.acknowledge(1);
    kafka.failNext();
    assertThat(answers.acks()).isEmpty();
    assertThat(answers.end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(metrics.failed.get()).isEqualTo(1);
    assertThat(metrics.published.get()).isEqualTo(1);
    assertThat(metrics.inFlight.get()).isZero();
  }

  @Test
  void publishesNothingAfterTheFirstRecordThatWasNotTaken() {
    kafka.breakAfter(2);
    stream.onNext(hello());
    stream.onNext(batch("c", 1, TestEvents.flows(5)));
    assertThat(kafka.records).hasSize(2);
    assertThat(answers.end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    kafka.acknowledgeAll();
    assertThat(answers.acks()).isEmpty();
    assertThat(metrics.failed.get()).isEqualTo(3);
    assertThat(metrics.inFlight.get()).isZero();
  }

  /** Kafka is slow: reading stops at the byte limit, and goes on in turn. */
  @Test
  void readsNoMoreThanTheByteLimitAllows() {
    Event large =
        TestEvents.event()
            .setDiscarded(Discarded.newBuilder().setBytes(ByteString.copyFrom(new byte[60 << 10])))
            .build();
    List<Event> tooMuch = Arrays.asList(new Event[20]);
    tooMuch.replaceAll(ignored -> large);
    stream.onNext(hello());
    int requested = answers.requested;
    stream.onNext(batch("c", 1, tooMuch));
    assertThat(answers.requested).isEqualTo(requested);
    kafka.acknowledgeAll();
    assertThat(answers.requested).isEqualTo(requested + 1);
  }

  /** A client that does not read its answers must not pile them up here. */
  @Test
  void gathersAcknowledgementsForAClientThatDoesNotRead() {
    stream.onNext(hello());
    long credit = answers.credit();
    answers.ready = false;
    for (int i = 1; i <= 50; i++) {
      stream.onNext(batch("c", i, TestEvents.flows(1)));
    }
    kafka.acknowledgeAll();
    assertThat(answers.acks()).isEmpty();
    answers.becomeReady();
    assertThat(answers.acks()).containsExactly(50L);
    assertThat(answers.credit()).isEqualTo(credit + 50);
  }

  @Test
  void completesWhenTheCollectorHasFinishedAndAllIsAcknowledged() {
    stream.onNext(hello());
    stream.onNext(batch("c", 1, TestEvents.flows(1)));
    stream.onCompleted();
    assertThat(answers.end).isNull();
    kafka.acknowledgeAll();
    assertThat(answers.acks()).containsExactly(1L);
    assertThat(answers.end).isEqualTo(Status.OK);
  }

  @Test
  void drainAcknowledgesWhatWasReadAndTurnsNewStreamsAway() {
    stream.onNext(hello());
    stream.onNext(batch("c", 1, TestEvents.flows(1)));
    assertThat(service.drain(Duration.ZERO)).isFalse();
    assertThat(answers.end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    FakeResponses late = new FakeResponses();
    service.send(late);
    assertThat(late.end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void drainIsDoneAtOnceWhenNothingIsInFlight() {
    stream.onNext(hello());
    assertThat(service.drain(Duration.ofSeconds(10))).isTrue();
  }

  /** Collectors that reconnect while Kafka is away leave events behind; these count as streams. */
  @Test
  void refusesMoreStreamsThanConfigured() {
    for (int i = 0; i < 3; i++) {
      service.send(new FakeResponses());
    }
    FakeResponses fifth = new FakeResponses();
    service.send(fifth);
    assertThat(fifth.end.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    answers.cancel();
    FakeResponses sixth = new FakeResponses();
    service.send(sixth);
    assertThat(sixth.end).isNull();
  }

  @Test
  void givesNodeOfTheHelloToEventsThatNameNone() throws Exception {
    stream.onNext(hello());
    Event other = TestEvents.flow(1).toBuilder().setNode("kind/node-2").setSampling(10).build();
    stream.onNext(batch("c", 7, List.of(TestEvents.flow(1), other)));
    var first = Codecs.flows().decode(kafka.records.get(0).value()).getHeader();
    var second = Codecs.flows().decode(kafka.records.get(1).value()).getHeader();
    assertThat(first.getNode()).isEqualTo("node-1");
    assertThat(first.getSampling()).isEqualTo(1);
    assertThat(first.getSeq()).isEqualTo(7);
    assertThat(second.getNode()).isEqualTo("kind/node-2");
    assertThat(second.getSampling()).isEqualTo(10);
  }

  private static SendRequest hello() {
    return SendRequest.newBuilder().setHello(Hello.newBuilder().setNode("node-1")).build();
  }

  private static SendRequest batch(String collector, long first, List<Event> events) {
    return SendRequest.newBuilder()
        .setBatch(
            Batch.newBuilder().setCollector(collector).setFirstSeq(first).addAllEvents(events))
        .build();
  }
}
