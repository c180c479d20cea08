package io.weir.streams.flink;

import io.weir.streams.JobsConfig;
import io.weir.streams.JobsMetrics;
import io.weir.topic.Topic;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The topics, live: read from their beginning and on, without end. */
final class KafkaEnds implements Ends {
  private static final int BATCH_BYTES = 256 * 1024;

  private final StreamExecutionEnvironment env;
  private final JobsConfig config;
  private final JobsMetrics.Ref metrics;

  KafkaEnds(StreamExecutionEnvironment env, JobsConfig config, JobsMetrics.Ref metrics) {
    this.env = env;
    this.config = config;
    this.metrics = metrics;
  }

  @Override
  public DataStream<Received> events(Topic topic, String name) {
    return env.fromSource(
            source(topic, name, new EventDecoder(topic)),
            EventTimes.strategy(config.outOfOrderness(), config.idleness()),
            name)
        .uid(name);
  }

  @Override
  public DataStream<Definition> definitions() {
    // Definitions have no say in event time: idle from the first moment on.
    return env.fromSource(
            source(Topic.SLOS, "slos", new DefinitionDecoder()),
            WatermarkStrategy.<Definition>noWatermarks().withIdleness(Duration.ofMillis(1)),
            "slos")
        .uid("slos");
  }

  private <T> KafkaSource<T> source(
      Topic topic, String name, KafkaRecordDeserializationSchema<T> decoder) {
    String group = config.jobSet().fullName();
    return KafkaSource.<T>builder()
        .setBootstrapServers(config.bootstrapServers())
        .setTopics(topic.topicName())
        .setGroupId(group)
        .setClientIdPrefix(group + "-" + name)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(decoder)
        .build();
  }

  @Override
  public void write(DataStream<Upsert> upserts) {
    KafkaSink<Upsert> sink =
        KafkaSink.<Upsert>builder()
            .setBootstrapServers(config.bootstrapServers())
            .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
            .setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4")
            .setProperty(ProducerConfig.LINGER_MS_CONFIG, "20")
            // Each batch has a compressor of its own, whose buffers are larger than many batches.
            .setProperty(ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(BATCH_BYTES))
            .setRecordSerializer(new UpsertRecords(metrics))
            .build();
    upserts.sinkTo(sink).name("kafka").uid("kafka");
  }
}
