package io.weir.alerting.kstreams;

import io.weir.codec.Codecs;
import io.weir.series.v1.SliWindow;
import io.weir.slo.v1.AlertState;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * From Kafka's acknowledgement of a bad window to the alert in {@code weir.alerts.v1}, as a reader
 * of committed records sees it, while all objectives get a window every ten seconds.
 */
final class AlertDelays {
  private static final int STEPS = 12;
  private static final int OUTAGES = 50;
  private static final Duration STEP = Duration.ofSeconds(10);

  private final String bootstrapServers;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<String, Long> visibleNs = new ConcurrentHashMap<>();
  private final Map<String, Long> alertedNs = new HashMap<>();

  AlertDelays(String bootstrapServers, KafkaProducer<byte[], byte[]> producer) {
    this.bootstrapServers = bootstrapServers;
    this.producer = producer;
  }

  /** Takes two minutes. */
  void print(Instant from, int services) throws Exception {
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = List.of(new TopicPartition(Topic.ALERTS.topicName(), 0));
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      consumer.position(partitions.get(0));
      for (int step = 0; step < STEPS; step++) {
        long next = System.nanoTime() + STEP.toNanos();
        write(from.plus(STEP.multipliedBy(step)), services, step);
        while (System.nanoTime() < next) {
          read(consumer);
        }
      }
    }
    List<Long> delays = new ArrayList<>();
    visibleNs.forEach((service, at) -> delays.add((alertedNs.get(service) - at) / 1_000_000));
    Collections.sort(delays);
    System.out.printf(
        "%d alerts, after their window was there: median %d ms, p99 %d ms, longest %d ms%n",
        delays.size(),
        delays.get(delays.size() / 2),
        delays.get(delays.size() * 99 / 100),
        delays.get(delays.size() - 1));
  }

  private void write(Instant start, int services, int step) {
    for (int i = 0; i < services; i++) {
      // Others than those that were bad before.
      boolean outage = i % 100 == 1 + step && i / 100 < OUTAGES;
      String service = "service-" + i;
      SliWindow window = TestSlos.window(service, start, outage ? 1000 : 0, outage ? 1000 : 100);
      producer.send(
          new ProducerRecord<>(
              Topic.SLIS.topicName(), TopicKeys.sli(window), Codecs.slis().encode(window)),
          (metadata, failure) -> {
            if (outage) {
              visibleNs.put(service, System.nanoTime());
            }
          });
    }
  }

  private void read(Consumer<byte[], byte[]> consumer) throws Exception {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
      AlertState alert = Codecs.alerts().decode(record.value());
      if (alert.getOpen() && alert.getPolicy().equals("page-1h")) {
        String slo = alert.getSlo();
        alertedNs.putIfAbsent(
            slo.substring(slo.lastIndexOf('/') + 1, slo.length() - 1), System.nanoTime());
      }
    }
  }
}
