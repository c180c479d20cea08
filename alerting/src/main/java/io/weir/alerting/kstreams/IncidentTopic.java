package io.weir.alerting.kstreams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.alerting.incident.IncidentSink;
import io.weir.codec.Codecs;
import io.weir.slo.v1.Incident;
import io.weir.topic.Topic;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes {@code weir.incidents.v1}. Confined to one thread. */
public final class IncidentTopic implements IncidentSink {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentTopic.class);

  private final Producer<byte[], byte[]> producer;
  private final Set<String> failed = ConcurrentHashMap.newKeySet();

  public IncidentTopic(String bootstrapServers) {
    this(producer(bootstrapServers));
  }

  IncidentTopic(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  private static Producer<byte[], byte[]> producer(String bootstrapServers) {
    Properties properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    // What stands is told from memory: a broker that is away must not hold that up.
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "1000");
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void write(Set<String> changed, Function<String, Optional<Incident>> current) {
    Set<String> ids = new TreeSet<>(changed);
    ids.addAll(failed);
    failed.removeAll(ids);
    ids.forEach(id -> send(id, current.apply(id)));
  }

  private void send(String id, Optional<Incident> value) {
    byte @Nullable [] bytes = value.map(Codecs.incidents()::encode).orElse(null);
    try {
      producer.send(
          new ProducerRecord<>(Topic.INCIDENTS.topicName(), id.getBytes(UTF_8), bytes),
          (metadata, failure) -> {
            if (failure != null) {
              failed.add(id);
              LOG.warn("An incident was not written, it is written again id={}", id, failure);
            }
          });
    } catch (org.apache.kafka.common.KafkaException e) {
      failed.add(id);
      LOG.warn("An incident was not written, it is written again id={}", id, e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
