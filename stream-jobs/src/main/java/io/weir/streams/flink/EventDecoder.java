package io.weir.streams.flink;

import io.weir.topic.Topic;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decodes a raw topic. Bad bytes travel on as refused records: they must not stop the job. */
final class EventDecoder implements KafkaRecordDeserializationSchema<Received> {
  private static final long serialVersionUID = 1L;

  private final Topic topic;

  EventDecoder(Topic topic) {
    this.topic = topic;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Received> out) {
    out.collect(
        Received.of(
            topic, record.partition(), record.offset(), record.timestamp(), record.value()));
  }

  @Override
  public TypeInformation<Received> getProducedType() {
    return FlowTypes.RECEIVED;
  }
}
