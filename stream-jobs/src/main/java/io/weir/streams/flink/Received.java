package io.weir.streams.flink;

import com.google.protobuf.Message;
import io.weir.codec.MalformedEventException;
import io.weir.topic.Topic;
import org.jspecify.annotations.Nullable;

/**
 * One record of a raw topic, decoded or refused.
 *
 * @param message absent when the bytes were refused
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
      return new Received(topic, partition, offset, value, topic.codec().decode(value), "");
    } catch (MalformedEventException e) {
      return new Received(topic, partition, offset, value, null, String.valueOf(e.getMessage()));
    }
  }

  /** {@code topic-partition@offset}. */
  String origin() {
    return topic.topicName() + "-" + partition + "@" + offset;
  }
}
