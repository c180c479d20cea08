package io.weir.streams.flink;

import io.weir.streams.JobsConfig;
import io.weir.topic.Topic;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The topics, live: read from their beginning and on, without end. */
final class KafkaEnds implements Ends {
  private final JobsConfig config;

  KafkaEnds(JobsConfig config) {
    this.config = config;
  }

  @Override
  public DataStream<Received> events(StreamExecutionEnvironment env, Topic topic, String name) {
    KafkaSource<Received> source =
        KafkaSource.<Received>builder()
            .setBootstrapServers(config.bootstrapServers())
            .setTopics(topic.topicName())
            .setGroupId(StreamJobs.NAME)
            .setClientIdPrefix(StreamJobs.NAME + "-" + name)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(new EventDecoder(topic))
            .build();
    return env.fromSource(
            source, EventTimes.strategy(config.outOfOrderness(), config.idleness()), name)
        .uid(name);
  }

  @Override
  public DataStream<Definition> definitions(StreamExecutionEnvironment env) {
    KafkaSource<Definition> source =
        KafkaSource.<Definition>builder()
            .setBootstrapServers(config.bootstrapServers())
            .setTopics(Topic.SLOS.topicName())
            .setGroupId(StreamJobs.NAME)
            .setClientIdPrefix(StreamJobs.NAME + "-slos")
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(new DefinitionDecoder())
            .build();
    // Definitions have no say in event time: idle from the first moment on.
    return env.fromSource(
            source,
            WatermarkStrategy.<Definition>noWatermarks().withIdleness(Duration.ofMillis(1)),
            "slos")
        .uid("slos");
  }

  @Override
  public void write(DataStream<Upsert> upserts) {
    KafkaSink<Upsert> sink =
        KafkaSink.<Upsert>builder()
            .setBootstrapServers(config.bootstrapServers())
            .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
            .setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4")
            .setProperty(ProducerConfig.LINGER_MS_CONFIG, "20")
            .setRecordSerializer((upsert, context, timestamp) -> record(upsert))
            .build();
    upserts.sinkTo(sink).name("kafka").uid("kafka");
  }

  private static ProducerRecord<byte[], byte[]> record(Upsert upsert) {
    byte[] key = upsert.key();
    return new ProducerRecord<>(
        upsert.topic().topicName(), key.length == 0 ? null : key, upsert.value());
  }
}
