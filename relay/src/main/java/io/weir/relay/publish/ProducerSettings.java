package io.weir.relay.publish;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The producer's settings; most of them are there for the order of events. */
final class ProducerSettings {
  /** Room beside the value: key, headers, the batch's own fields. */
  static final int RECORD_OVERHEAD_BYTES = 64 << 10;

  private ProducerSettings() {}

  static Map<String, Object> of(PublishConfig config, long eventBytesMax) {
    return Map.ofEntries(
        Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers()),
        Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "weir-relay"),
        Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class),
        Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class),
        // Order and durability: see KafkaEventPublisher.
        Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
        Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
        Map.entry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1),
        Map.entry(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE),
        Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE),
        // Waiting for memory or metadata is pushing back; giving up would leave a hole.
        Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) Integer.MAX_VALUE),
        // A quiet topic keeps its metadata: the first probe after an hour must not wait for it.
        Map.entry(ProducerConfig.METADATA_MAX_IDLE_CONFIG, (long) Integer.MAX_VALUE),
        Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, config.compression().kafkaName()),
        Map.entry(ProducerConfig.LINGER_MS_CONFIG, config.linger().toMillis()),
        Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, (int) config.batchBytes()),
        Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, config.bufferBytes()),
        Map.entry(
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            (int) Math.max(4 << 20, eventBytesMax + RECORD_OVERHEAD_BYTES)),
        Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L),
        Map.entry(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false));
  }
}
