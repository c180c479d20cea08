package io.weir.relay.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaEventPublisherTest {
  private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
  private final List<String> ends = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private final KafkaEventPublisher publisher =
      new KafkaEventPublisher(
          this::producer,
          Duration.ofSeconds(30),
          new PublishMetrics(new PrometheusRegistry()),
          () -> now);

  private MockProducer<byte[], byte[]> producer() {
    producers.add(
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()));
    return producers.get(producers.size() - 1);
  }

  @BeforeEach
  void start() throws Exception {
    publisher.start();
  }

  @Test
  void tellsWhenKafkaHoldsARecord() throws Exception {
    publisher.open().publish(record(), completion("a"));
    assertThat(ends).isEmpty();
    assertThat(publisher.inFlight()).isEqualTo(1);
    producers.get(0).completeNext();
    assertThat(ends).containsExactly("a held");
    assertThat(publisher.inFlight()).isZero();
  }

  /** Whoever goes on after a refusal could overtake the refused record. */
  @Test
  void stopsTheProducerWithinTheCallbackThatBringsTheRefusal() throws Exception {
    EventPublisher.Writer writer = publisher.open();
    writer.publish(record(), completion("a"));
    producers.get(0).errorNext(new TopicAuthorizationException("weir.flows.v1"));
    assertThat(producers.get(0).closed()).isTrue();
    assertThat(ends).containsExactly("a failed");
    assertThatThrownBy(() -> writer.publish(record(), completion("b")))
        .hasMessageStartingWith("Cannot publish to topic weir.flows.v1: TopicAuthorization");
    assertThat(ends).hasSize(1);
  }

  @Test
  void renewsTheProducerOnlyWhenTheOldOneHasAnsweredForEverything() throws Exception {
    EventPublisher.Writer writer = publisher.open();
    writer.publish(record(), completion("a"));
    writer.publish(record(), completion("b"));
    producers.get(0).errorNext(new TopicAuthorizationException("no"));
    now = now.plusSeconds(2);
    assertThatThrownBy(publisher::open).isInstanceOf(PublishException.class);
    producers.get(0).errorNext(new TopicAuthorizationException("no"));
    publisher.open().publish(record(), completion("c"));
    assertThat(producers).hasSize(2);
    assertThatThrownBy(() -> writer.publish(record(), completion("d")))
        .as("the old writer stays useless")
        .isInstanceOf(PublishException.class);
  }

  @Test
  void aRecordThatIsNotTakenStopsTheProducerToo() throws Exception {
    EventPublisher.Writer writer = publisher.open();
    producers.get(0).sendException = new IllegalStateException("no memory");
    assertThatThrownBy(() -> writer.publish(record(), completion("a")))
        .isInstanceOf(PublishException.class);
    assertThat(producers.get(0).closed()).isTrue();
    assertThat(ends).isEmpty();
    assertThat(publisher.inFlight()).isZero();
  }

  @Test
  void isNotReadyWhenKafkaAnswersNothingForLong() throws Exception {
    assertThat(publisher.readiness().ready()).isTrue();
    publisher.open().publish(record(), completion("a"));
    now = now.plusSeconds(31);
    assertThat(publisher.readiness().reason())
        .startsWith("Kafka has acknowledged nothing for 31 s, with 1 records waiting.");
    producers.get(0).completeNext();
    assertThat(publisher.readiness().ready()).isTrue();
  }

  @Test
  void opensNothingAfterItsEnd() {
    publisher.close(Duration.ZERO);
    assertThatThrownBy(publisher::open).isInstanceOf(PublishException.class);
    assertThat(publisher.readiness().ready()).isFalse();
  }

  private static TopicRecord record() {
    return new TopicRecord(Topic.FLOWS, new byte[8], new byte[] {1});
  }

  private EventPublisher.Completion completion(String name) {
    return new EventPublisher.Completion() {
      @Override
      public void published() {
        ends.add(name + " held");
      }

      @Override
      public void failed(PublishException cause) {
        ends.add(name + " failed");
      }
    };
  }
}
