package io.weir.relay.publish;

import io.weir.topic.Topic;

/**
 * One record on its way to Kafka. The arrays are not copied; nobody changes them.
 *
 * @param topic where it goes
 * @param key chooses the partition: equal keys meet in one
 * @param value the encoded event
 */
@SuppressWarnings(
    "ArrayRecordComponent") // never compared, and copied a hundred thousand times a second
public record TopicRecord(Topic topic, byte[] key, byte[] value) {
  /** Key and value together, in bytes. */
  public int sizeBytes() {
    return key.length + value.length;
  }
}
