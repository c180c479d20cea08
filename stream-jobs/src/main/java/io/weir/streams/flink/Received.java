package io.weir.streams.flink;

import com.google.protobuf.Message;
import io.weir.codec.MalformedEventException;
import io.weir.streams.edge.RuleFields;
import io.weir.topic.Topic;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One record of a raw topic, decoded or refused.
 *
 * @param message absent when the bytes were refused; of a flow, what decides where it goes
 * @param refusal why; empty when they were not
 */
record Received(
    Topic topic,
    int partition,
    long offset,
    byte[] value,
    @Nullable Message message,
    String refusal) {

  /** Decodes {@code value}; never fails. */
  static Received of(Topic topic, int partition, long offset, byte @Nullable [] value) {
    if (value == null) {
      return new Received(
          topic, partition, offset, new byte[0], null, "value: none (expected: an event)");
    }
    try {
      return new Received(topic, partition, offset, value, decode(topic, value), "");
    } catch (MalformedEventException e) {
      return new Received(topic, partition, offset, value, null, String.valueOf(e.getMessage()));
    }
  }

  private static Message decode(Topic topic, byte[] value) throws MalformedEventException {
    // Flows are read whole by whom they concern, on the other side of the network.
    return topic == Topic.FLOWS ? RuleFields.route().decode(value) : topic.codec().decode(value);
  }

  /** The message of a record that was not refused. */
  <T extends Message> T as(Class<T> type) {
    return type.cast(Objects.requireNonNull(message, refusal));
  }

  /** {@code topic-partition@offset}. */
  String origin() {
    return origin(topic, partition, offset);
  }

  static String origin(Topic topic, int partition, long offset) {
    return topic.topicName() + "-" + partition + "@" + offset;
  }
}
