package io.weir.streams.replay;

import io.weir.codec.Codecs;
import io.weir.codec.MalformedEventException;
import io.weir.slo.v1.SloDefinition;
import io.weir.streams.flink.ReplayException;
import io.weir.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SLO definitions that stand now, read before any flow. */
final class Definitions {
  private static final Logger log = LoggerFactory.getLogger(Definitions.class);

  private Definitions() {}

  /** In order of their names. */
  static List<SloDefinition> read(KafkaClients kafka) throws ReplayException, InterruptedException {
    TreeMap<String, SloDefinition> standing = new TreeMap<>();
    TopicRecords.read(
        kafka,
        Topic.SLOS.topicName(),
        kafka.spans(Topic.SLOS, 0),
        record -> take(record, standing));
    return List.copyOf(standing.values());
  }

  private static void take(
      ConsumerRecord<byte[], byte[]> record, TreeMap<String, SloDefinition> standing) {
    if (record.key() == null) {
      return;
    }
    String name = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      standing.remove(name);
      return;
    }
    try {
      standing.put(name, Codecs.slos().decode(record.value()));
    } catch (MalformedEventException e) {
      log.warn(
          "Left out an SLO definition that cannot be read slo={} offset={} cause=\"{}\"",
          name,
          record.offset(),
          e.getMessage());
    }
  }
}
