package io.weir.bench;

import io.weir.relay.publish.PublishConfig;
import io.weir.relay.publish.TopicRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The least that writing to Kafka can be: a loop around {@code send}. */
final class RawProducer implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;

  /** With what the relay's producer sets, as far as it bears on the speed. */
  RawProducer(String bootstrapServers) {
    PublishConfig relay = PublishConfig.DEFAULT;
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            1,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4",
            ProducerConfig.LINGER_MS_CONFIG,
            relay.linger().toMillis(),
            ProducerConfig.BATCH_SIZE_CONFIG,
            (int) relay.batchBytes(),
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            relay.bufferBytes(),
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            4 << 20);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Returns when Kafka has acknowledged all of {@code records}. */
  void send(List<TopicRecord> records) {
    AtomicReference<Exception> failure = new AtomicReference<>();
    for (TopicRecord record : records) {
      producer.send(
          new ProducerRecord<>(record.topic().topicName(), record.key(), record.value()),
          (metadata, error) -> {
            if (error != null) {
              failure.compareAndSet(null, error);
            }
          });
    }
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("Kafka refused a record", failure.get());
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
