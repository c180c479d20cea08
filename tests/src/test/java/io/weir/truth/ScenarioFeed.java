package io.weir.truth;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.weir.cli.simulate.Comparison;
import io.weir.cli.simulate.Counted;
import io.weir.cli.simulate.Difference;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * All scenarios in Kafka, one hour after the other, as they arrive: late, swapped and sent twice.
 * And what jobs made of them beside the truth.
 */
final class ScenarioFeed {
  private static final List<Topic> TOPICS =
      List.of(
          Topic.FLOWS,
          Topic.PROBES,
          Topic.SLOS,
          Topic.EDGES,
          Topic.SLIS,
          Topic.DROPS,
          Topic.DISCARDED);

  private static final long HOUR_NS = Duration.ofHours(1).toNanos();

  private final String bootstrap;
  private final Map<String, Simulation> simulations = new LinkedHashMap<>();

  private ScenarioFeed(String bootstrap) {
    this.bootstrap = bootstrap;
  }

  /** Creates the topics and sends everything; each scenario ends before the next begins. */
  static ScenarioFeed send(String bootstrap, int partitions, double scale, long seed)
      throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      List<NewTopic> topics =
          TOPICS.stream()
              .map(
                  topic ->
                      new NewTopic(topic.topicName(), partitions, (short) 1)
                          .configs(topic.settings()))
              .toList();
      admin.createTopics(topics).all().get();
    }
    ScenarioFeed feed = new ScenarioFeed(bootstrap);
    feed.send(scale, seed);
    return feed;
  }

  private void send(double scale, long seed) throws Exception {
    List<Future<?>> sent = new ArrayList<>();
    long again = 0;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (Map.Entry<String, Scenario> one : Scenarios.all().entrySet()) {
        Scenario scenario = one.getValue();
        Simulation simulation =
            new Simulation(
                scenario,
                seed,
                scale,
                scenario.startTime().plus(Duration.ofHours(simulations.size())));
        simulations.put(one.getKey(), simulation);
        Deliveries deliveries = new Deliveries(simulation, seed, one.getKey());
        while (deliveries.hasNext()) {
          Deliveries.Delivery delivery = deliveries.next();
          again += delivery.again() ? 1 : 0;
          TopicRecord record = EventRecords.of(delivery.header(), delivery.event());
          if (TOPICS.contains(record.topic())) {
            sent.add(
                producer.send(
                    new ProducerRecord<>(
                        record.topic().topicName(), record.key(), record.value())));
          }
        }
      }
      producer.flush();
    }
    for (Future<?> future : sent) {
      future.get();
    }
    assertThat(again).as("events that were sent twice").isPositive();
  }

  /** Start of the hour of the first scenario. */
  long startNs() {
    return simulations.values().iterator().next().startNs() / HOUR_NS * HOUR_NS;
  }

  /** End of the hour of the last scenario. */
  long endNs() {
    return startNs() + simulations.size() * HOUR_NS;
  }

  /** Fails unless every count of every scenario is true, but for what is known to differ. */
  void assertTrue(Counted counted) {
    List<Difference> unknown = new ArrayList<>();
    simulations.forEach(
        (name, simulation) -> {
          Counted here = counted.between(simulation.startNs() / HOUR_NS * HOUR_NS, HOUR_NS);
          Comparison.Result result = Comparison.of(simulation.truth(), here);
          assertThat(result.compared()).isGreaterThan(1_000);
          unknown.addAll(KnownDifferences.unknown(name, result.differences()));
        });
    assertThat(unknown).isEmpty();
  }

  /** What the jobs have published so far. */
  Counted published() {
    Counted counted = new Counted();
    read(Topic.EDGES, Codecs.edges()).forEach(counted::add);
    read(Topic.SLIS, Codecs.slis()).forEach(counted::add);
    read(Topic.DROPS, Codecs.drops()).forEach(counted::add);
    return counted;
  }

  private <T extends Message> List<T> read(Topic topic, EventCodec<T> codec) {
    return KafkaRecords.read(bootstrap, topic).stream()
        .map(record -> decode(codec, record.value()))
        .toList();
  }

  private static <T extends Message> T decode(EventCodec<T> codec, byte[] value) {
    try {
      return codec.decode(value);
    } catch (MalformedEventException e) {
      throw new AssertionError(e);
    }
  }
}
