package io.weir.alerting.kstreams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.codec.Codecs;
import io.weir.codec.MalformedEventException;
import io.weir.series.v1.SliWindow;
import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.AlertState.State;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker, and an evaluation that is killed where it hurts. */
class AlertStreamsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int SERVICES = 20;

  @TempDir Path directory;
  private TestBroker broker;
  private KafkaProducer<byte[], byte[]> producer;
  private Instant now = TestSlos.START;
  private long badSent;
  private long totalSent;

  @BeforeEach
  void start() {
    broker = TestBroker.start();
    broker.createTopic(Topic.SLIS.topicName(), 3, Topic.SLIS.settings());
    broker.createTopic(Topic.ALERTS.topicName(), 2, Topic.ALERTS.settings());
    broker.createTopic(Topic.SLO_STATUS.topicName(), 2, Topic.SLO_STATUS.settings());
    producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterEach
  void stop() {
    producer.close();
    broker.close();
  }

  /** Windows of ten seconds; each is written early with half of it, and whole. */
  private void run(Duration duration, long bad, long total) {
    for (Instant end = now.plus(duration); now.isBefore(end); now = now.plusSeconds(10)) {
      send(TestSlos.window("checkout", now, bad / 2, total / 2));
      send(TestSlos.window("checkout", now, bad, total));
      badSent += bad;
      totalSent += total;
    }
    producer.flush();
  }

  private void send(SliWindow window) {
    producer.send(
        new ProducerRecord<>(
            Topic.SLIS.topicName(), TopicKeys.sli(window), Codecs.slis().encode(window)));
  }

  private List<AlertState> changes() {
    List<AlertState> changes = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : broker.read(Topic.ALERTS.topicName())) {
      try {
        changes.add(Codecs.alerts().decode(record.value()));
      } catch (MalformedEventException e) {
        throw new IllegalStateException(e);
      }
    }
    return changes;
  }

  private AlertState awaitLast(State state) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> {
              List<AlertState> changes = changes();
              return changes.isEmpty()
                  ? AlertState.getDefaultInstance()
                  : changes.get(changes.size() - 1);
            },
            last -> last.getState() == state && !last.getFingerprint().isEmpty());
  }

  private static long begins(List<AlertState> changes) {
    long begins = 0;
    boolean open = false;
    for (AlertState change : changes) {
      begins += change.getOpen() && !open ? 1 : 0;
      open = change.getOpen();
    }
    return begins;
  }

  private List<AlertState> ofCheckout() {
    return changes().stream().filter(change -> change.getSlo().equals("checkout")).toList();
  }

  private static void clear(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void killedWhileFiring_itTellsNothingTwiceAndMissesNoEnd() throws Exception {
    Path state = directory.resolve("state");
    try (AlertStreamsProcess first = start(state)) {
      run(Duration.ofMinutes(5), 0, 1000);
      run(Duration.ofMinutes(2), 600, 1000);
      assertThat(awaitLast(State.FIRING).getOpen()).isTrue();
      first.kill();
    }
    // It goes on being bad while nobody looks.
    run(Duration.ofMinutes(3), 600, 1000);
    try (AlertStreamsProcess second = start(state)) {
      run(Duration.ofMinutes(6), 0, 1000);
      assertThat(awaitLast(State.RECOVERING).getOpen()).isFalse();
      assertThat(begins(ofCheckout())).as("one page for one outage").isEqualTo(1);
      second.kill();
    }
    // The disk is lost as well: everything comes back from Kafka.
    clear(state);
    run(Duration.ofMinutes(1), 900, 1000);
    try (AlertStreamsProcess third = start(state)) {
      awaitLast(State.FIRING);
      run(Duration.ofMinutes(6), 0, 1000);
      AlertState last = awaitLast(State.RECOVERING);

      assertThat(begins(ofCheckout())).as("and one for the second").isEqualTo(2);
      assertThat(last.getInPeriod().getTotal()).isGreaterThan(totalSent - 6 * 6 * 1000L);
      assertThat(last.getInPeriod().getBad()).isEqualTo(badSent);
      third.kill();
    }
    assertNoChangeIsToldTwice(ofCheckout());
  }

  /**
   * Two processes share twenty services; one of them is killed while all twenty alerts are open.
   */
  @Test
  void oneOfTwoIsKilled_andTheOtherTakesOver() throws Exception {
    try (AlertStreamsProcess first = start(directory.resolve("first"));
        AlertStreamsProcess second = start(directory.resolve("second"))) {
      runServices(Duration.ofMinutes(3), 0);
      runServices(Duration.ofMinutes(2), 600);
      awaitServices(true);
      first.kill();
      runServices(Duration.ofMinutes(1), 600);
      runServices(Duration.ofMinutes(6), 0);
      awaitServices(false);
      second.kill();
    }
    Map<String, List<AlertState>> byAlert =
        changes().stream().collect(Collectors.groupingBy(AlertState::getFingerprint));
    assertThat(byAlert).hasSizeGreaterThanOrEqualTo(SERVICES);
    byAlert.values().forEach(AlertStreamsIT::assertNoChangeIsToldTwice);
    assertThat(byAlert.values().stream().mapToLong(AlertStreamsIT::begins).sum())
        .as("one page for each service")
        .isEqualTo(SERVICES);
  }

  private void runServices(Duration duration, long bad) {
    for (Instant end = now.plus(duration); now.isBefore(end); now = now.plusSeconds(10)) {
      for (int i = 0; i < SERVICES; i++) {
        send(TestSlos.window("svc-" + i, now, bad, 1000));
      }
    }
    producer.flush();
  }

  private void awaitServices(boolean open) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Map<String, Boolean> last = new HashMap<>();
              for (AlertState change : changes()) {
                if (change.getSlo().startsWith("each[")) {
                  last.put(change.getSlo(), change.getOpen());
                }
              }
              assertThat(last).hasSize(SERVICES);
              assertThat(last.values()).containsOnly(open);
            });
  }

  private static void assertNoChangeIsToldTwice(List<AlertState> changes) {
    for (int i = 1; i < changes.size(); i++) {
      AlertState was = changes.get(i - 1);
      AlertState is = changes.get(i);
      assertThat(is.getState() != was.getState() || !is.getHeldBack().equals(was.getHeldBack()))
          .as("%s after %s", is, was)
          .isTrue();
    }
  }

  private AlertStreamsProcess start(Path state) throws IOException {
    return AlertStreamsProcess.start(broker.bootstrapServers(), state);
  }
}
