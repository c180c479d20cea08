package io.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.codec.Codecs;
import io.weir.event.v1.Discarded;
import io.weir.event.v1.FlowEvent;
import io.weir.ingest.v1.Event;
import io.weir.model.SeenNumbers;
import io.weir.relay.ingest.IngestConfig;
import io.weir.relay.publish.KafkaEventPublisher;
import io.weir.relay.publish.PublishConfig;
import io.weir.relay.publish.TopicsConfig;
import io.weir.runtime.StartException;
import io.weir.topic.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Collectors, a whole relay and a real broker. */
class IngestIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private TestBroker broker = TestBroker.shared();

  @BeforeEach
  void emptyTopics() {
    broker.deleteTopics(KafkaEventPublisher.TOPICS.stream().map(Topic::topicName).toList());
  }

  /** Nodes lose their connection, relays are replaced; nobody may notice in the numbers. */
  @Test
  void everyEventOnceAndInOrderHoweverOftenTheStreamIsCut() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Event> events = TestEvents.flows(30_000);
    RelayRole relay = start(broker);
    TestCollector collector = new TestCollector("c", relay.port(), events, 200, random);
    try {
      for (int cuts = 0; cuts < 8 && collector.acknowledged() < events.size(); cuts++) {
        collector.connect();
        long goal = Math.min(events.size(), collector.acknowledged() + random.nextInt(4_000));
        TestCollector sending = collector;
        await("seed " + seed).atMost(PATIENCE).until(() -> sending.sent() >= goal);
        collector.cut();
      }
      collector.connect();
      TestCollector last = collector;
      await("seed " + seed).atMost(PATIENCE).until(() -> last.acknowledged() == events.size());
    } finally {
      collector.close();
      relay.close();
    }
    assertEachOnceInOrder(events, "seed " + seed);
  }

  /** The old relay still has events under way when the collector talks to the new one. */
  @Test
  void everyEventOnceAndInOrderWhenTheCollectorMovesToAnotherRelay() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Event> events = TestEvents.flows(20_000);
    RelayRole first = start(broker);
    RelayRole second = start(broker);
    TestCollector before = new TestCollector("c", first.port(), events, 200, random);
    TestCollector after = new TestCollector("c", second.port(), events, 150, random);
    try {
      before.connect();
      await("seed " + seed).atMost(PATIENCE).until(() -> before.sent() > 5_000);
      before.cut();
      after.connect();
      await("seed " + seed).atMost(PATIENCE).until(() -> after.acknowledged() == events.size());
    } finally {
      before.close();
      after.close();
      first.close();
      second.close();
    }
    assertEachOnceInOrder(events, "seed " + seed);
  }

  @Test
  void nothingIsLostWhenTheBrokerRestarts() throws Exception {
    List<Event> events = TestEvents.flows(40_000);
    try (TestBroker own = TestBroker.start()) {
      broker = own;
      RelayRole relay = start(own);
      TestCollector collector = new TestCollector("c", relay.port(), events, 200, new Random(1));
      try {
        collector.connect();
        await().atMost(PATIENCE).until(() -> collector.acknowledged() > 5_000);
        own.stop();
        long acknowledged = collector.acknowledged();
        await()
            .atMost(PATIENCE)
            .until(() -> collector.sent() == events.size() || collector.sent() > acknowledged);
        assertThat(collector.sent() - acknowledged)
            .as("in flight while Kafka is away")
            .isLessThanOrEqualTo(CONFIG.eventsInFlightMax());
        own.resume();
        await().atMost(PATIENCE).until(() -> collector.acknowledged() == events.size());
        assertThat(collector.isConnected()).as("the same stream all along").isTrue();
      } finally {
        collector.close();
        relay.close();
      }
      assertEachOnceInOrder(events, "broker restart");
    }
  }

  @Test
  void garbageGoesToDiscardedAndTheRestGoesOn() throws Exception {
    List<Event> events = new ArrayList<>(TestEvents.flows(10));
    events.set(3, Event.getDefaultInstance());
    events.set(
        6,
        TestEvents.event()
            .setDiscarded(Discarded.newBuilder().setBytes(ByteString.copyFrom(new byte[300 << 10])))
            .build());
    RelayRole relay = start(broker);
    TestCollector collector = new TestCollector("c", relay.port(), events, 4, new Random(1));
    try {
      collector.connect();
      await().atMost(PATIENCE).until(() -> collector.acknowledged() == events.size());
    } finally {
      collector.close();
      relay.close();
    }
    assertThat(broker.read(Topic.FLOWS.topicName())).hasSize(8);
    List<String> reasons = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : broker.read(Topic.DISCARDED.topicName())) {
      reasons.add(Codecs.discarded().decode(record.value()).getDiscarded().getReason());
    }
    assertThat(reasons).containsExactlyInAnyOrder("schema", "too_large");
  }

  /** What was read is acknowledged before the relay ends, so nothing is sent twice needlessly. */
  @Test
  void closeAcknowledgesWhatWasRead() throws Exception {
    List<Event> events = TestEvents.flows(200_000);
    RelayRole relay = start(broker);
    TestCollector collector = new TestCollector("c", relay.port(), events, 200, new Random(1));
    try {
      collector.connect();
      await().atMost(PATIENCE).until(() -> collector.acknowledged() > 1_000);
      relay.close();
      await().atMost(PATIENCE).until(() -> !collector.isConnected());
      long stored = broker.read(Topic.FLOWS.topicName()).size();
      assertThat(collector.acknowledged()).isEqualTo(stored).isLessThan(events.size());
    } finally {
      collector.close();
      relay.close();
    }
  }

  @Test
  void saysThatThePortIsTaken() throws Exception {
    RelayRole relay = start(broker);
    try (RelayRole second = role(broker, relay.port())) {
      assertThatThrownBy(second::start)
          .isInstanceOf(StartException.class)
          .hasMessage(
              "Port %d on 127.0.0.1 is taken by another process; choose another with relay.port or WEIR_RELAY_PORT",
              relay.port());
    } finally {
      relay.close();
    }
  }

  @Test
  void saysThatKafkaDoesNotAnswer() {
    PublishConfig away = publish("127.0.0.1:1", Duration.ofSeconds(1));
    RelayConfig config = new RelayConfig("127.0.0.1", 0, Duration.ofSeconds(1), CONFIG, away);
    try (RelayRole relay =
        new RelayRole(config, List.of(), new PrometheusRegistry(), InstantSource.system())) {
      assertThatThrownBy(relay::start)
          .isInstanceOf(StartException.class)
          .hasMessage(
              "Kafka at 127.0.0.1:1 does not answer within 1 s. Start it, or name another with"
                  + " relay.publish.bootstrap-servers.");
    }
  }

  private void assertEachOnceInOrder(List<Event> sent, String story) throws Exception {
    SeenNumbers seen = new SeenNumbers();
    FlowEvent[] found = new FlowEvent[sent.size()];
    int records = 0;
    for (ConsumerRecord<byte[], byte[]> record : broker.read(Topic.FLOWS.topicName())) {
      FlowEvent event = Codecs.flows().decode(record.value());
      int seq = (int) event.getHeader().getSeq();
      records++;
      if (seen.firstSight(record.partition(), event.getHeader().getCollector(), seq)) {
        assertThat(found[seq - 1]).as("number %d twice, %s", seq, story).isNull();
        found[seq - 1] = event;
      }
    }
    assertThat(records).as(story).isGreaterThanOrEqualTo(sent.size());
    for (int i = 0; i < sent.size(); i++) {
      assertThat(found[i]).as("number %d lost, %s", i + 1, story).isNotNull();
      assertThat(found[i].getFlow()).isEqualTo(sent.get(i).getFlow());
    }
  }

  private static final IngestConfig CONFIG =
      new IngestConfig(8, 8_000, 4 << 20, 1_000, 4 << 20, 256 << 10, 4, Duration.ofSeconds(30));

  private static RelayRole start(TestBroker broker) throws Exception {
    RelayRole relay = role(broker, 0);
    relay.start();
    return relay;
  }

  private static RelayRole role(TestBroker broker, int port) {
    PublishConfig publish = publish(broker.bootstrapServers(), Duration.ofSeconds(30));
    return new RelayRole(
        new RelayConfig("127.0.0.1", port, Duration.ofSeconds(10), CONFIG, publish),
        List.of(),
        new PrometheusRegistry(),
        InstantSource.system());
  }

  private static PublishConfig publish(String bootstrapServers, Duration startTimeout) {
    return new PublishConfig(
        bootstrapServers,
        PublishConfig.Compression.LZ4,
        Duration.ofMillis(5),
        64 << 10,
        8 << 20,
        startTimeout,
        Duration.ofSeconds(30),
        TopicsConfig.DEFAULT);
  }
}
