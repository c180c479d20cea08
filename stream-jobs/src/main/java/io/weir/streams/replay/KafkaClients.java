package io.weir.streams.replay;

import io.weir.streams.flink.ReplayException;
import io.weir.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka as a replay needs it. Safe for use by several threads; what it makes is not. */
final class KafkaClients implements AutoCloseable {
  /** How long Kafka may take to answer. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private final String bootstrap;
  private final Admin admin;

  KafkaClients(String bootstrap) {
    this.bootstrap = bootstrap;
    this.admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                bootstrap,
                "client.id",
                "weir-replay",
                "default.api.timeout.ms",
                (int) PATIENCE.toMillis(),
                "request.timeout.ms",
                (int) PATIENCE.toMillis(),
                "enable.metrics.push",
                false));
  }

  Admin admin() {
    return admin;
  }

  /** Reads without a group: a replay leaves nothing behind. */
  KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ConsumerConfig.CLIENT_ID_CONFIG,
            "weir-replay",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            2_000,
            ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG,
            false),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ProducerConfig.CLIENT_ID_CONFIG,
            "weir-replay",
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4",
            ProducerConfig.LINGER_MS_CONFIG,
            20,
            // The topics are new: with several, a later one may be their first, and the first one
            // is
            // refused for ever (decision 0005).
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            1,
            ProducerConfig.ENABLE_METRICS_PUSH_CONFIG,
            false),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** The answer. */
  <T> T get(KafkaFuture<T> future) throws ReplayException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
        throw new ReplayException(
            "Kafka at "
                + bootstrap
                + " does not answer within "
                + PATIENCE.toSeconds()
                + " s. Start it, or name another with --kafka HOST:PORT.",
            cause);
      }
      throw new ReplayException(
          "Kafka at " + bootstrap + " refuses: " + cause.getMessage() + ".", cause);
    }
  }

  /** Partitions of a topic. */
  List<TopicPartition> partitions(Topic topic) throws ReplayException, InterruptedException {
    KafkaFuture<TopicDescription> future =
        admin.describeTopics(List.of(topic.topicName())).topicNameValues().get(topic.topicName());
    try {
      return get(future).partitions().stream()
          .map(info -> new TopicPartition(topic.topicName(), info.partition()))
          .toList();
    } catch (ReplayException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new ReplayException(
            "Kafka at "
                + bootstrap
                + " has no topic "
                + topic.topicName()
                + ". Name the one that the relay writes to with --kafka HOST:PORT.",
            e);
      }
      throw e;
    }
  }

  /**
   * What to read of a topic.
   *
   * @param sinceMs records appended earlier are not needed
   */
  SortedMap<Integer, Span> spans(Topic topic, long sinceMs)
      throws ReplayException, InterruptedException {
    List<TopicPartition> partitions = partitions(topic);
    // The end first: what is appended meanwhile is not part of it.
    Map<TopicPartition, Offset> ends = offsets(partitions, OffsetSpec.latest());
    Map<TopicPartition, Offset> firsts = offsets(partitions, OffsetSpec.earliest());
    Map<TopicPartition, Offset> oldest = offsets(partitions, OffsetSpec.forTimestamp(0));
    Map<TopicPartition, Offset> since =
        offsets(partitions, OffsetSpec.forTimestamp(Math.max(0, sinceMs)));
    SortedMap<Integer, Span> spans = new TreeMap<>();
    for (TopicPartition partition : partitions) {
      long end = offset(ends, partition);
      // Without a record that late, Kafka answers -1.
      long from = offset(since, partition) < 0 ? end : offset(since, partition);
      long firstMs = oldest.getOrDefault(partition, Offset.NONE).timestampMs();
      spans.put(
          partition.partition(),
          new Span(
              offset(firsts, partition),
              firstMs < 0 ? System.currentTimeMillis() : firstMs,
              Math.min(from, end),
              end));
    }
    return spans;
  }

  private static long offset(Map<TopicPartition, Offset> offsets, TopicPartition partition) {
    return offsets.getOrDefault(partition, Offset.NONE).offset();
  }

  /** Where a record is, and when it was appended. */
  private record Offset(long offset, long timestampMs) {
    static final Offset NONE = new Offset(-1, -1);
  }

  private Map<TopicPartition, Offset> offsets(List<TopicPartition> partitions, OffsetSpec spec)
      throws ReplayException, InterruptedException {
    Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
    partitions.forEach(partition -> specs.put(partition, spec));
    Map<TopicPartition, Offset> offsets = new HashMap<>();
    get(admin.listOffsets(specs).all())
        .forEach(
            (partition, info) ->
                offsets.put(partition, new Offset(info.offset(), info.timestamp())));
    return offsets;
  }

  /**
   * How far the furthest of the consumer groups has read a topic, by partition; none where none
   * ever did. Jobs that run apart, or ran in another way before, have a group each.
   *
   * @param prefix how the groups' names begin
   */
  Map<Integer, Long> committed(String prefix, Topic topic)
      throws ReplayException, InterruptedException {
    Map<Integer, Long> committed = new TreeMap<>();
    for (GroupListing group : get(admin.listGroups().all())) {
      if (group.groupId().startsWith(prefix)) {
        get(admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata())
            .forEach(
                (partition, offset) -> {
                  if (partition.topic().equals(topic.topicName()) && offset != null) {
                    committed.merge(partition.partition(), offset.offset(), Math::max);
                  }
                });
      }
    }
    return committed;
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
