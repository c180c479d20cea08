package io.weir.alerting.kstreams;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.codec.Codecs;
import io.weir.codec.MalformedEventException;
import io.weir.slo.v1.CustomIndicator;
import io.weir.slo.v1.SloDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class DefinitionTopicTest {
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final DefinitionTopic topic =
      new DefinitionTopic(producer, InstantSource.fixed(Instant.ofEpochSecond(5)));
  private final Map<String, SloDefinition> standing = new HashMap<>();

  private static SloDefinition definition(String name, String good) {
    return SloDefinition.newBuilder()
        .setName(name)
        .addCustom(CustomIndicator.newBuilder().setName("slo-" + name).setGood(good))
        .build();
  }

  /** Writes, and takes over what was written. */
  private List<String> write(SloDefinition... wanted) throws MalformedEventException {
    producer.clear();
    topic.write(List.of(wanted), Map.copyOf(standing));
    for (ProducerRecord<byte[], byte[]> record : producer.history()) {
      String name = new String(record.key(), StandardCharsets.UTF_8);
      if (record.value() == null) {
        standing.remove(name);
      } else {
        standing.put(name, Codecs.slos().decode(record.value()));
      }
    }
    return producer.history().stream()
        .map(
            record ->
                new String(record.key(), StandardCharsets.UTF_8)
                    + (record.value() == null ? " withdrawn" : ""))
        .toList();
  }

  @Test
  void onlyWhatIsNewChangedOrGoneIsWritten() throws Exception {
    assertThat(write(definition("a", "true"), definition("b", "true"))).containsExactly("a", "b");
    assertThat(standing.get("a").getEffectiveFromNs()).isEqualTo(5_000_000_000L);
    assertThat(write(definition("a", "true"), definition("b", "true"))).isEmpty();
    assertThat(write(definition("a", "false"))).containsExactly("a", "b withdrawn");
    assertThat(write(definition("a", "false"))).isEmpty();
  }
}
