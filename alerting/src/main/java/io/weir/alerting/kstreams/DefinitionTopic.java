package io.weir.alerting.kstreams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.codec.Codecs;
import io.weir.slo.v1.SloDefinition;
import io.weir.topic.Topic;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Brings {@code weir.slos.v1} in line with the documents: the jobs count indicators of one's own by
 * it, from the moment on at which each was written first. Confined to one thread.
 */
public final class DefinitionTopic implements AutoCloseable {
  private static final long NS_PER_MS = 1_000_000;

  private final Producer<byte[], byte[]> producer;
  private final InstantSource clock;

  public DefinitionTopic(String bootstrapServers, InstantSource clock) {
    this(producer(bootstrapServers), clock);
  }

  DefinitionTopic(Producer<byte[], byte[]> producer, InstantSource clock) {
    this.producer = producer;
    this.clock = clock;
  }

  private static Producer<byte[], byte[]> producer(String bootstrapServers) {
    Properties properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Writes what is new or changed, and withdraws what is gone.
   *
   * @param standing what is in the topic
   */
  public void write(List<SloDefinition> wanted, Map<String, SloDefinition> standing) {
    for (SloDefinition definition : wanted) {
      SloDefinition before = standing.get(definition.getName());
      if (before == null || !before.getCustomList().equals(definition.getCustomList())) {
        SloDefinition now =
            definition.toBuilder().setEffectiveFromNs(clock.millis() * NS_PER_MS).build();
        send(definition.getName(), Codecs.slos().encode(now));
      }
    }
    Set<String> names = wanted.stream().map(SloDefinition::getName).collect(Collectors.toSet());
    standing.keySet().stream()
        .filter(name -> !names.contains(name))
        .forEach(name -> send(name, null));
    producer.flush();
  }

  private void send(String name, byte @org.jspecify.annotations.Nullable [] value) {
    producer.send(new ProducerRecord<>(Topic.SLOS.topicName(), name.getBytes(UTF_8), value));
  }

  @Override
  public void close() {
    producer.close(java.time.Duration.ofSeconds(5));
  }
}
