package io.weir.bench;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.codec.Codecs;
import io.weir.codec.MalformedEventException;
import io.weir.relay.publish.EventRecords;
import io.weir.relay.publish.TopicRecord;
import io.weir.series.v1.EdgeWindow;
import io.weir.streams.flink.JobsRole;
import io.weir.topic.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How late a flow is visible: from its event time until somebody who reads {@code weir.edges.v1}
 * holds a record of its ten-second window that counts it. The {@code n}th flow of an edge's window
 * is counted by the first record that counts {@code n} flows. Flows are sent as they happen.
 */
final class DelayRun {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long STEP_NS = 10_000_000;
  private static final long NS_PER_MS = 1_000_000;

  private final int rate;
  private final int seconds;
  private final int edges;
  private final Path dir;

  /** Of one edge and window. */
  private record Key(String edge, long startNs) {}

  /** Event times of what was sent, and how many of them were visible. */
  private static final class Flows {
    final List<Long> timesNs = new ArrayList<>();
    int visible;
  }

  private final Map<Key, Flows> sent = new HashMap<>();
  private final List<Double> delays = new ArrayList<>();
  private long sentFlows;

  DelayRun(int rate, int seconds, int edges, Path dir) {
    this.rate = rate;
    this.seconds = seconds;
    this.edges = edges;
    this.dir = dir;
  }

  String measure() throws Exception {
    Files.createDirectories(dir);
    try (BrokerProcess broker = BrokerProcess.start(dir.resolve("kafka"))) {
      MadeTopic.create(broker.bootstrapServers());
      Path checkpoints = Files.createDirectory(dir.resolve("checkpoints"));
      try (JobsRole jobs =
              new JobsRole(
                  JobsRun.config(broker.bootstrapServers(), checkpoints, edges, rate * seconds),
                  new PrometheusRegistry());
          RawProducer producer = new RawProducer(broker.bootstrapServers());
          KafkaConsumer<byte[], byte[]> reader = reader(broker.bootstrapServers())) {
        jobs.start();
        run(producer, reader);
      }
    }
    return report();
  }

  private static KafkaConsumer<byte[], byte[]> reader(String bootstrapServers) {
    KafkaConsumer<byte[], byte[]> reader =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    reader.assign(
        reader.partitionsFor(Topic.EDGES.topicName()).stream()
            .map(one -> new org.apache.kafka.common.TopicPartition(one.topic(), one.partition()))
            .toList());
    reader.seekToBeginning(reader.assignment());
    return reader;
  }

  private void run(RawProducer producer, KafkaConsumer<byte[], byte[]> reader) throws Exception {
    MadeTraffic traffic = new MadeTraffic(edges, nowNs(), rate);
    long endNs = nowNs() + Duration.ofSeconds(seconds).toNanos();
    while (nowNs() < endNs) {
      send(traffic, producer, nowNs());
      read(reader, Duration.ofNanos(STEP_NS));
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (delays.size() < sentFlows && System.nanoTime() < deadline) {
      read(reader, Duration.ofMillis(100));
    }
    if (delays.size() != sentFlows) {
      throw new IllegalStateException(
          "visible flows: " + delays.size() + " (expected: " + sentFlows + ")");
    }
  }

  /** What has happened until now. */
  private void send(MadeTraffic traffic, RawProducer producer, long untilNs) {
    List<TopicRecord> batch = new ArrayList<>();
    MadeTraffic.Sent one;
    do {
      one = traffic.next();
      long startNs = Math.floorDiv(one.timeNs(), WINDOW.toNanos()) * WINDOW.toNanos();
      sent.computeIfAbsent(new Key(one.edge(), startNs), key -> new Flows())
          .timesNs
          .add(one.timeNs());
      batch.add(EventRecords.of(one.header(), one.event()));
      sentFlows++;
    } while (one.timeNs() < untilNs);
    producer.send(batch);
  }

  private void read(KafkaConsumer<byte[], byte[]> reader, Duration patience)
      throws MalformedEventException {
    for (ConsumerRecord<byte[], byte[]> record : reader.poll(patience)) {
      EdgeWindow window = Codecs.edges().decode(record.value());
      if (window.hasEdge() && window.getWindow().getLengthNs() == WINDOW.toNanos()) {
        String edge =
            window.getEdge().getClient().getName() + ">" + window.getEdge().getServer().getName();
        Flows flows = sent.get(new Key(edge, window.getWindow().getStartNs()));
        if (flows == null) {
          throw new IllegalStateException("Nothing was sent on edge " + edge);
        }
        for (; flows.visible < window.getCounts().getFlows(); flows.visible++) {
          delays.add((nowNs() - flows.timesNs.get(flows.visible)) / 1e9);
        }
      }
    }
  }

  private static long nowNs() {
    return System.currentTimeMillis() * NS_PER_MS;
  }

  private String report() {
    double[] sorted = delays.stream().mapToDouble(one -> one).toArray();
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        "%n%,d flows, %,d a second on %,d edges: visible in their window of 10 s after"
            + " p50 %.1f s, p99 %.1f s, at most %.1f s%n",
        sentFlows,
        rate,
        edges,
        sorted[sorted.length / 2],
        sorted[(int) (sorted.length * 0.99)],
        sorted[sorted.length - 1]);
  }
}
