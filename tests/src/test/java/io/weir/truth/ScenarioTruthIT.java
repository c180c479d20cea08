package io.weir.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.cli.broker.BrokerConfig;
import io.weir.cli.broker.EmbeddedBroker;
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
import io.weir.streams.JobsConfig;
import io.weir.streams.flink.JobsRole;
import io.weir.topic.Topic;
import java.nio.file.Path;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real jobs on Flink and Kafka count every scenario, one hour after the other, as they arrive:
 * late, swapped and sent twice. What they publish is the truth.
 */
class ScenarioTruthIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final double SCALE = 0.5;
  private static final int PARTITIONS = 2;
  private static final long SEED = 1;

  private static final List<Topic> TOPICS =
      List.of(
          Topic.FLOWS,
          Topic.PROBES,
          Topic.SLOS,
          Topic.EDGES,
          Topic.SLIS,
          Topic.DROPS,
          Topic.DISCARDED);

  @TempDir Path directory;

  @Test
  void theJobsPublishTheTruth() throws Exception {
    EmbeddedBroker broker =
        new EmbeddedBroker(BrokerConfig.DEFAULT.withPort(0), directory.resolve("kafka"));
    broker.start();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(
              TOPICS.stream()
                  .map(
                      topic ->
                          new NewTopic(topic.topicName(), PARTITIONS, (short) 1)
                              .configs(topic.settings()))
                  .toList())
          .all()
          .get();
      Map<String, Simulation> simulations = send(broker.bootstrapServers());
      JobsConfig config =
          JobsConfig.DEFAULT.at(broker.bootstrapServers(), directory.resolve("checkpoints"));
      try (JobsRole jobs = new JobsRole(config, new PrometheusRegistry())) {
        jobs.start();
        await("every count is true")
            .atMost(PATIENCE)
            .pollInterval(Duration.ofSeconds(2))
            .untilAsserted(() -> compare(simulations, broker.bootstrapServers()));
      }
    } finally {
      broker.close();
    }
  }

  /** All scenarios to Kafka; each ends before the next begins. */
  private static Map<String, Simulation> send(String bootstrap) throws Exception {
    Map<String, Simulation> simulations = new LinkedHashMap<>();
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
                SEED,
                SCALE,
                scenario.startTime().plus(Duration.ofHours(simulations.size())));
        simulations.put(one.getKey(), simulation);
        Deliveries deliveries = new Deliveries(simulation, SEED, one.getKey());
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
    return simulations;
  }

  private static void compare(Map<String, Simulation> simulations, String bootstrap) {
    List<Difference> differences = new ArrayList<>();
    Counted counted = counted(bootstrap);
    simulations.forEach(
        (name, simulation) -> {
          long hour = Duration.ofHours(1).toNanos();
          Counted here = counted.between(simulation.startNs() / hour * hour, hour);
          Comparison.Result result = Comparison.of(simulation.truth(), here);
          assertThat(result.compared()).isGreaterThan(1_000);
          differences.addAll(result.differences());
        });
    assertThat(differences).isEmpty();
  }

  private static Counted counted(String bootstrap) {
    Counted counted = new Counted();
    read(bootstrap, Topic.EDGES, Codecs.edges()).forEach(counted::add);
    read(bootstrap, Topic.SLIS, Codecs.slis()).forEach(counted::add);
    read(bootstrap, Topic.DROPS, Codecs.drops()).forEach(counted::add);
    return counted;
  }

  private static <T extends com.google.protobuf.Message> List<T> read(
      String bootstrap, Topic topic, EventCodec<T> codec) {
    return io.weir.story.KafkaRecords.read(bootstrap, topic).stream()
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
