package io.weir.streams.replay;

import com.google.protobuf.Message;
import io.weir.series.v1.Window;
import io.weir.streams.flink.ReplayException;
import io.weir.topic.Topic;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What live has written of a range of windows, as it stands now. */
final class LiveRecords {
  private static final long NS_PER_MS = 1_000_000;

  // How far a node's clock may be ahead of the broker's: its windows are written before they begin.
  private static final Duration AHEAD = Duration.ofMinutes(10);

  private LiveRecords() {}

  static RecordSet read(KafkaClients kafka, Range range)
      throws ReplayException, InterruptedException {
    RecordSet live = new RecordSet();
    for (Topic topic : RecordSet.TOPICS) {
      long sinceMs = range.fromNs() / NS_PER_MS - AHEAD.toMillis();
      TopicRecords.read(
          kafka,
          topic.topicName(),
          kafka.spans(topic, sinceMs),
          record -> take(topic, record, range, live));
    }
    return live;
  }

  private static void take(
      Topic topic, ConsumerRecord<byte[], byte[]> record, Range range, RecordSet live) {
    if (record.key() == null) {
      return;
    }
    if (record.value() == null) {
      live.remove(topic, record.key());
      return;
    }
    Message message = RecordSet.decode(topic, record.value());
    Window window = RecordSet.window(message);
    if (range.holds(window.getStartNs())) {
      live.put(topic, record.key(), record.value());
    }
  }
}
