package io.weir.storage.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import io.weir.codec.EventCodec;
import io.weir.storage.StoreException;
import io.weir.topic.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes single values of a compacted topic, for what people change by hand: each is acknowledged
 * before the call returns. Safe for use by several threads.
 *
 * @param <V> the values
 */
public final class TopicWriter<V extends Message> implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final Topic topic;
  private final EventCodec<V> codec;
  private final Supplier<Producer<byte[], byte[]>> producers;
  private @Nullable Producer<byte[], byte[]> producer;

  /**
   * Connects with the first value.
   *
   * @param codec of the topic's values
   * @param properties of Kafka clients: brokers, security
   */
  public TopicWriter(Topic topic, EventCodec<V> codec, Map<String, String> properties) {
    this(topic, codec, () -> producer(properties));
  }

  TopicWriter(Topic topic, EventCodec<V> codec, Supplier<Producer<byte[], byte[]>> producers) {
    this.topic = topic;
    this.codec = codec;
    this.producers = producers;
  }

  private static Producer<byte[], byte[]> producer(Map<String, String> more) {
    Properties properties = new Properties();
    properties.putAll(more);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(WAIT.toMillis()));
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Writes a value, or withdraws the key.
   *
   * @throws StoreException when Kafka did not acknowledge it; it may have come all the same
   */
  public void write(String key, Optional<V> value) {
    byte @Nullable [] bytes = value.map(codec::encode).orElse(null);
    try {
      connected()
          .send(new ProducerRecord<>(topic.topicName(), key.getBytes(UTF_8), bytes))
          .get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new StoreException(
          "Kafka did not take a record of " + topic.topicName() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("Interrupted while writing " + topic.topicName(), e);
    }
  }

  private synchronized Producer<byte[], byte[]> connected() {
    Producer<byte[], byte[]> known = producer;
    if (known == null) {
      known = producers.get();
      producer = known;
    }
    return known;
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(5));
      producer = null;
    }
  }
}
