package io.weir.streams.flink;

import io.weir.codec.Codecs;
import io.weir.codec.MalformedEventException;
import io.weir.event.v1.EventHeader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads weir.slos.v1, where a record without a value withdraws an SLO. Bad bytes travel on as
 * refused: they must neither stop the job nor vanish.
 */
final class DefinitionDecoder implements KafkaRecordDeserializationSchema<Definition> {
  private static final long serialVersionUID = 1L;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Definition> out) {
    byte @Nullable [] key = record.key();
    byte @Nullable [] value = record.value();
    String origin = record.topic() + "-" + record.partition() + "@" + record.offset();
    if (key == null) {
      out.collect(refused("", origin, "key: none (expected: the SLO's name)", value));
      return;
    }
    String name = new String(key, StandardCharsets.UTF_8);
    if (value == null) {
      out.collect(new Definition(name, Optional.empty()));
      return;
    }
    try {
      out.collect(new Definition(name, Optional.of(Codecs.slos().decode(value))));
    } catch (MalformedEventException e) {
      out.collect(refused(name, origin, String.valueOf(e.getMessage()), value));
    }
  }

  private static Definition refused(
      String name, String origin, String message, byte @Nullable [] value) {
    return Definition.refused(
        name,
        Discards.record(
            EventHeader.getDefaultInstance(),
            origin,
            Discards.MALFORMED,
            message,
            value == null ? new byte[0] : value));
  }

  @Override
  public TypeInformation<Definition> getProducedType() {
    return FlowTypes.DEFINITION;
  }
}
