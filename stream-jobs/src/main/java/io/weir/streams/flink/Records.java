package io.weir.streams.flink;

import io.weir.streams.JobsMetrics;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Everything that a set of jobs writes to Kafka, gathered and then written by one sink. */
final class Records {
  private final List<DataStream<Upsert>> streams = new ArrayList<>();
  private final JobsMetrics.Ref metrics;

  Records(JobsMetrics.Ref metrics) {
    this.metrics = metrics;
  }

  void add(DataStream<Upsert> records) {
    streams.add(records);
  }

  /** Ends the topology. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  void writeTo(String bootstrapServers) {
    DataStream<Upsert> first = streams.get(0);
    DataStream[] others = streams.subList(1, streams.size()).toArray(DataStream[]::new);
    DataStream<Upsert> all = first.union(others);
    all.sinkTo(sink(bootstrapServers)).name("kafka").uid("kafka");
  }

  private KafkaSink<Upsert> sink(String bootstrapServers) {
    return KafkaSink.<Upsert>builder()
        .setBootstrapServers(bootstrapServers)
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4")
        .setProperty(ProducerConfig.LINGER_MS_CONFIG, "20")
        .setRecordSerializer(new UpsertRecords(metrics))
        .build();
  }
}
