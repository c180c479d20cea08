package io.weir.truth;

import com.google.protobuf.Message;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.weir.cli.broker.BrokerConfig;
import io.weir.cli.broker.EmbeddedBroker;
import io.weir.cli.simulate.Counted;
import io.weir.codec.Codecs;
import io.weir.codec.EventCodec;
import io.weir.codec.MalformedEventException;
import io.weir.collector.simulation.Deliveries;
import io.weir.event.v1.DiscardedEvent;
import io.weir.relay.publish.EventRecords;
import io.weir.relay.publish.TopicRecord;
import io.weir.series.v1.EdgeWindow;
import io.weir.story.KafkaRecords;
import io.weir.streams.JobsConfig;
import io.weir.streams.flink.JobsRole;
import io.weir.topic.Topic;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A broker, the topics, and the real jobs on Flink, for tests that say exactly what comes in.
 *
 * <p>Events come in at the scenario's time: their topics keep the time that the sender names, which
 * here is when a right clock would have seen them arrive. In production the broker's clock says so.
 */
final class JobsWorld implements AutoCloseable {
  private static final Set<Topic> INPUTS = Set.of(Topic.FLOWS, Topic.PROBES);
  private static final long NS_PER_MS = 1_000_000;

  private final EmbeddedBroker broker;
  private final KafkaProducer<byte[], byte[]> producer;
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final JobsRole jobs;
  private final List<Future<?>> sent = new ArrayList<>();

  /** Starts all of it; {@code change} differs from the jobs' defaults. */
  JobsWorld(Path directory, int partitions, UnaryOperator<JobsConfig> change) throws Exception {
    broker = new EmbeddedBroker(BrokerConfig.DEFAULT.withPort(0), directory.resolve("kafka"));
    broker.start();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
      admin
          .createTopics(
              Arrays.stream(Topic.values()).map(topic -> topic(topic, partitions)).toList())
          .all()
          .get();
    }
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    jobs =
        new JobsRole(
            change.apply(JobsConfig.DEFAULT.at(bootstrap(), directory.resolve("checkpoints"))),
            registry);
    jobs.start();
  }

  private static NewTopic topic(Topic topic, int partitions) {
    Map<String, String> settings = new HashMap<>(topic.settings());
    if (INPUTS.contains(topic)) {
      settings.put("message.timestamp.type", "CreateTime");
      settings.put("retention.ms", "-1"); // the scenarios are years old
    }
    return new NewTopic(topic.topicName(), partitions, (short) 1).configs(settings);
  }

  private String bootstrap() {
    return broker.bootstrapServers();
  }

  /** Chooses the partition of a key. */
  interface Partitions {
    /** As Kafka does. */
    Partitions BY_KEY = key -> null;

    @Nullable Integer of(byte[] key);
  }

  /** Sends what a relay would write, if the jobs read it. */
  void send(Deliveries.Delivery delivery, Partitions partitions) {
    TopicRecord record = EventRecords.of(delivery.header(), delivery.event());
    if (INPUTS.contains(record.topic())) {
      byte[] key = record.key();
      send(record.topic(), partitions.of(key), delivery.arrivedNs(), key, record.value());
    }
  }

  /** Sends bytes of any kind to one partition, or that of the key. */
  void send(
      Topic topic,
      @Nullable Integer partition,
      long takenNs,
      byte @Nullable [] key,
      byte @Nullable [] value) {
    sent.add(
        producer.send(
            new ProducerRecord<>(
                topic.topicName(), partition, Math.max(0, takenNs / NS_PER_MS), key, value)));
  }

  /** Returns once Kafka holds all that was sent. */
  void flush() throws Exception {
    producer.flush();
    for (Future<?> one : sent) {
      one.get();
    }
    sent.clear();
  }

  /** What the jobs count now. */
  Counted counted() {
    Counted counted = new Counted();
    read(Topic.EDGES, Codecs.edges()).forEach(counted::add);
    read(Topic.SLIS, Codecs.slis()).forEach(counted::add);
    read(Topic.DROPS, Codecs.drops()).forEach(counted::add);
    return counted;
  }

  /** The newest record of each window of an edge. */
  Map<ByteBuffer, EdgeWindow> edges() {
    Map<ByteBuffer, EdgeWindow> newest = new LinkedHashMap<>();
    edgeRecords((key, window) -> newest.put(key, window));
    return newest;
  }

  /** Takes the records of edges; those of one key come in order. */
  interface EdgeReader {
    void take(ByteBuffer key, EdgeWindow window);
  }

  /** Every record of an edge that was ever written. */
  void edgeRecords(EdgeReader reader) {
    KafkaRecords.read(bootstrap(), Topic.EDGES)
        .forEach(
            record -> {
              EdgeWindow window = decode(Codecs.edges(), record.value());
              if (window.hasEdge()) {
                reader.take(ByteBuffer.wrap(record.key()), window);
              }
            });
  }

  /** Flow events in windows of this length. */
  long flows(long lengthNs) {
    return edges().values().stream()
        .filter(window -> window.getWindow().getLengthNs() == lengthNs)
        .mapToLong(window -> window.getCounts().getFlows())
        .sum();
  }

  List<DiscardedEvent> discarded() {
    return read(Topic.DISCARDED, Codecs.discarded());
  }

  private <T extends Message> List<T> read(Topic topic, EventCodec<T> codec) {
    return KafkaRecords.read(bootstrap(), topic).stream()
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

  /** The sum of a counter over its labels; its name is without {@code _total}. */
  double counter(String name) {
    return registry.scrape().stream()
        .filter(snapshot -> snapshot.getMetadata().getName().equals(name))
        .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream())
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }

  /** Windows of this kind that are held now. */
  double liveWindows(String windows) {
    return registry.scrape().stream()
        .filter(snapshot -> snapshot.getMetadata().getName().equals("weir_jobs_live_windows"))
        .flatMap(snapshot -> ((GaugeSnapshot) snapshot).getDataPoints().stream())
        .filter(point -> windows.equals(point.getLabels().get("windows")))
        .mapToDouble(GaugeSnapshot.GaugeDataPointSnapshot::getValue)
        .sum();
  }

  @Override
  public void close() {
    jobs.close();
    producer.close();
    broker.close();
  }
}
