package io.weir.faults;

import io.weir.codec.Codecs;
import io.weir.series.v1.SliWindow;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes the windows of all stories, in order. They end about now, so that each is past. */
final class AlertWindows implements AutoCloseable {
  private final String run;
  private final Instant start;
  private final KafkaProducer<byte[], byte[]> producer;
  private int written;

  AlertWindows(String bootstrap, String run) {
    this.run = run;
    long now = Instant.now().getEpochSecond();
    this.start = Instant.ofEpochSecond(now - now % AlertStory.STEP - AlertStory.END);
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Returns when the broker has them. */
  void writeUntil(int second) {
    for (; written < second; written += AlertStory.STEP) {
      for (AlertStory story : AlertStory.values()) {
        SliWindow window = story.window(run, start, written);
        producer.send(
            new ProducerRecord<>(
                Topic.SLIS.topicName(), TopicKeys.sli(window), Codecs.slis().encode(window)));
      }
    }
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
