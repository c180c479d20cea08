package io.weir.streams.flink;

import io.weir.topic.Topic;

/**
 * A record for Kafka.
 *
 * @param key empty for records without one
 */
record Upsert(Topic topic, byte[] key, byte[] value) {}
