package io.weir.streams.flink;

import com.google.protobuf.Message;
import io.weir.codec.Codecs;
import io.weir.codec.EventCodec;
import io.weir.codec.MalformedEventException;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.Flow;
import io.weir.streams.TestBroker;
import io.weir.streams.edge.FlowFacts;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The topics of the jobs on the broker of all tests: emptied, written to and read. */
final class TestTopics implements AutoCloseable {
  static final int PARTITIONS = 2;

  private static final List<Topic> TOPICS =
      List.of(
          Topic.FLOWS,
          Topic.PROBES,
          Topic.EDGES,
          Topic.SLIS,
          Topic.DROPS,
          Topic.SLOS,
          Topic.DISCARDED);

  private final TestBroker broker = TestBroker.shared();
  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", broker.bootstrapServers()),
          new ByteArraySerializer(),
          new ByteArraySerializer());

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** All topics, without a record. */
  void empty() {
    broker.deleteTopics(TOPICS.stream().map(Topic::topicName).toList());
    TOPICS.forEach(topic -> broker.createTopic(topic.topicName(), PARTITIONS, topic.settings()));
  }

  /** One record; returns when the broker has it. */
  void send(Topic topic, byte[] key, byte[] value) throws ExecutionException, InterruptedException {
    producer.send(new ProducerRecord<>(topic.topicName(), key, value)).get();
  }

  /** One record to every partition; returns when the broker has them. */
  void sendToAll(Topic topic, byte[] value) throws ExecutionException, InterruptedException {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      producer.send(new ProducerRecord<>(topic.topicName(), partition, null, value)).get();
    }
  }

  /** Flow events, each to the partition of its connection; returns when the broker has them. */
  void send(List<FlowEvent> events) throws ExecutionException, InterruptedException {
    List<Future<?>> sent = new ArrayList<>();
    for (FlowEvent event : events) {
      sent.add(
          producer.send(
              new ProducerRecord<>(
                  Topic.FLOWS.topicName(),
                  TopicKeys.connection(event.getFlow()),
                  Codecs.flows().encode(event))));
    }
    producer.flush();
    for (Future<?> one : sent) {
      one.get();
    }
  }

  /** Flows as one collector sends them: numbered, each at its own time. */
  static List<FlowEvent> events(String collector, List<Flow> flows) {
    List<FlowEvent> events = new ArrayList<>();
    for (Flow flow : flows) {
      FlowEvent event = FlowEvent.newBuilder().setFlow(flow).build();
      events.add(
          event.toBuilder()
              .setHeader(
                  EventHeader.newBuilder()
                      .setCollector(collector)
                      .setSeq(events.size() + 1)
                      .setNode(flow.getNodeName())
                      .setObservedAtNs(FlowFacts.timeNs(event)))
              .build());
    }
    return events;
  }

  /** What a compacted topic holds: the last value of each key, and all values without one. */
  <T extends Message> Collection<T> newest(Topic topic, EventCodec<T> codec) {
    Map<ByteBuffer, T> byKey = new LinkedHashMap<>();
    long unkeyed = 0;
    for (var record : broker.read(topic.topicName())) {
      byte @Nullable [] key = record.key();
      ByteBuffer name =
          key == null ? ByteBuffer.allocate(8).putLong(0, unkeyed++) : ByteBuffer.wrap(key);
      try {
        byKey.put(name, codec.decode(record.value()));
      } catch (MalformedEventException e) {
        throw new AssertionError(e);
      }
    }
    return byKey.values();
  }

  @Override
  public void close() {
    producer.close();
  }
}
