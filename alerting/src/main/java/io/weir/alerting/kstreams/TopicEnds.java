package io.weir.alerting.kstreams;

import io.weir.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Asks Kafka how far a topic goes: rarely, so with a connection of its own each time. */
public final class TopicEnds implements Supplier<Map<Integer, Long>> {
  private static final Duration ASK = Duration.ofSeconds(10);

  private final Topic topic;
  private final String bootstrapServers;

  public TopicEnds(Topic topic, String bootstrapServers) {
    this.topic = topic;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * The next offset of each partition that has records.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  @Override
  public Map<Integer, Long> get() {
    Properties properties = new Properties();
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.topicName(), ASK).stream()
              .map(info -> new TopicPartition(topic.topicName(), info.partition()))
              .toList();
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, ASK);
      Map<Integer, Long> ends = new HashMap<>();
      consumer
          .endOffsets(partitions, ASK)
          .forEach(
              (partition, end) -> {
                // Of one whose records are all deleted nobody reads how far it went.
                if (end > begins.getOrDefault(partition, 0L)) {
                  ends.put(partition.partition(), end);
                }
              });
      return ends;
    }
  }
}
