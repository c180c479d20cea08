package io.weir.faults;

import com.google.protobuf.Message;
import io.weir.cli.simulate.Comparison;
import io.weir.cli.simulate.Counted;
import io.weir.codec.Codecs;
import io.weir.codec.EventCodec;
import io.weir.codec.MalformedEventException;
import io.weir.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What the jobs have published, as any reader of their topics sees it: the newest record of every
 * window. Confined to the test's thread.
 */
final class Published implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final long HOUR_NS = Duration.ofHours(1).toNanos();

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Counted counted = new Counted();
  private long records;

  Published(String bootstrap) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    partitions = FaultTopics.partitions(List.of(Topic.EDGES, Topic.SLIS, Topic.DROPS)).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads what is new; the number of records up to now, rewritten ones counted each time. */
  long records() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      ConsumerRecords<byte[], byte[]> more = consumer.poll(POLL);
      more.forEach(this::add);
      records += more.count();
    }
    return records;
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(Topic.EDGES.topicName())) {
      counted.add(decode(Codecs.edges(), record.value()));
    } else if (record.topic().equals(Topic.SLIS.topicName())) {
      counted.add(decode(Codecs.slis(), record.value()));
    } else {
      counted.add(decode(Codecs.drops(), record.value()));
    }
  }

  private static <T extends Message> T decode(EventCodec<T> codec, byte[] value) {
    try {
      return codec.decode(value);
    } catch (MalformedEventException e) {
      throw new AssertionError("The jobs wrote what nobody can read", e);
    }
  }

  /** Every count of the feed's hour against its truth, as of now. */
  Comparison.Result compare(Feed feed) {
    records();
    Counted hour = counted.between(feed.startNs() / HOUR_NS * HOUR_NS, HOUR_NS);
    return Comparison.of(feed.truth(), hour);
  }

  /** Every count that is not 0, as of now. */
  TreeMap<String, Long> counts() {
    records();
    return GoldenSavepoint.counts(counted);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
