package io.weir.cluster;

import io.weir.cli.simulate.Comparison;
import io.weir.cli.simulate.Counted;
import io.weir.codec.Codecs;
import io.weir.codec.EventCodec;
import io.weir.codec.MalformedEventException;
import io.weir.collector.simulation.Deliveries;
import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.Scenarios;
import io.weir.collector.simulation.Simulation;
import io.weir.relay.publish.EventRecords;
import io.weir.relay.publish.TopicRecord;
import io.weir.story.KafkaRecords;
import io.weir.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One made cluster as events in Kafka, and what the jobs made of it. */
final class ScenarioOnKafka {
  private static final int PARTITIONS = 2;
  private static final long HOUR_NS = Duration.ofHours(1).toNanos();
  private static final List<Topic> TOPICS =
      List.of(
          Topic.FLOWS,
          Topic.PROBES,
          Topic.SLOS,
          Topic.EDGES,
          Topic.SLIS,
          Topic.DROPS,
          Topic.DISCARDED);

  private final String bootstrap;
  private final String name;
  private final long seed;
  private final Simulation simulation;

  ScenarioOnKafka(String bootstrap, String name, long seed, double scale) throws Exception {
    this.bootstrap = bootstrap;
    this.name = name;
    this.seed = seed;
    Scenario scenario = Scenarios.all().get(name);
    this.simulation = new Simulation(scenario, seed, scale, scenario.startTime());
  }

  void createTopics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      List<NewTopic> topics =
          TOPICS.stream()
              .map(
                  topic ->
                      new NewTopic(topic.topicName(), PARTITIONS, (short) 1)
                          .configs(topic.settings()))
              .toList();
      admin.createTopics(topics).all().get();
    }
  }

  /** All events as they arrive: late, swapped and sent twice. Returns how many. */
  int send() throws Exception {
    int sent = 0;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      Deliveries deliveries = new Deliveries(simulation, seed, name);
      while (deliveries.hasNext()) {
        Deliveries.Delivery delivery = deliveries.next();
        TopicRecord record = EventRecords.of(delivery.header(), delivery.event());
        if (TOPICS.contains(record.topic())) {
          producer.send(
              new ProducerRecord<>(record.topic().topicName(), record.key(), record.value()));
          sent++;
        }
      }
      producer.flush();
    }
    return sent;
  }

  /** What is published now against the truth. */
  Comparison.Result compare() {
    Counted counted = new Counted();
    read(Topic.EDGES, Codecs.edges()).forEach(counted::add);
    read(Topic.SLIS, Codecs.slis()).forEach(counted::add);
    read(Topic.DROPS, Codecs.drops()).forEach(counted::add);
    long hour = simulation.startNs() / HOUR_NS * HOUR_NS;
    return Comparison.of(simulation.truth(), counted.between(hour, HOUR_NS));
  }

  private <T extends com.google.protobuf.Message> List<T> read(Topic topic, EventCodec<T> codec) {
    return KafkaRecords.read(bootstrap, topic).stream()
        .map(
            record -> {
              try {
                return codec.decode(record.value());
              } catch (MalformedEventException e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }
}
