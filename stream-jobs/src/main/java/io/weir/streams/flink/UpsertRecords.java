package io.weir.streams.flink;

import io.weir.streams.JobsMetrics;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Upserts as records of their topics; counts the windows among them. */
final class UpsertRecords implements KafkaRecordSerializationSchema<Upsert> {
  private static final long serialVersionUID = 1L;

  private final JobsMetrics.Ref metricsRef;

  private transient JobsMetrics metrics;

  @SuppressWarnings("NullAway.Init") // Flink calls open first
  UpsertRecords(JobsMetrics.Ref metricsRef) {
    this.metricsRef = metricsRef;
  }

  @Override
  public void open(
      SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
    metrics = FlinkMeters.metrics(metricsRef, context.getMetricGroup());
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Upsert upsert, KafkaSinkContext context, @Nullable Long timestamp) {
    String topic = upsert.topic().topicName();
    // What is refused has no key, and is no window.
    if (upsert.key().length == 0) {
      return new ProducerRecord<>(topic, null, upsert.value());
    }
    metrics.written(topic);
    return new ProducerRecord<>(topic, upsert.key(), upsert.value());
  }
}
