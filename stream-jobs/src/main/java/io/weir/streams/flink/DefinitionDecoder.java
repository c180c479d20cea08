package io.weir.streams.flink;

import io.weir.codec.Codecs;
import io.weir.codec.MalformedEventException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads weir.slos.v1, where a record without a value withdraws an SLO. Bad bytes are left out. */
final class DefinitionDecoder implements KafkaRecordDeserializationSchema<Definition> {
  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(DefinitionDecoder.class);

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Definition> out) {
    if (record.key() == null) {
      return;
    }
    String name = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      out.collect(new Definition(name, Optional.empty()));
      return;
    }
    try {
      out.collect(new Definition(name, Optional.of(Codecs.slos().decode(record.value()))));
    } catch (MalformedEventException e) {
      log.warn(
          "Left out an SLO definition that cannot be read slo={} offset={} cause=\"{}\"",
          name,
          record.offset(),
          e.getMessage());
    }
  }

  @Override
  public TypeInformation<Definition> getProducedType() {
    return FlowTypes.DEFINITION;
  }
}
