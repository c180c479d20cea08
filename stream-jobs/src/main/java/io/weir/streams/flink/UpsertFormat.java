package io.weir.streams.flink;

import io.weir.streams.state.StateFormat;
import io.weir.streams.state.StateInput;
import io.weir.topic.Topic;
import java.io.DataOutput;
import java.io.IOException;

/** A record for Kafka, on its way to the sink. Never part of a checkpoint. */
final class UpsertFormat extends StateFormat<Upsert> {
  private static final long serialVersionUID = 1L;

  /** Version 1: the topic's constant, then key and value, each with its length. */
  private static final int V1_TOPIC_KEY_VALUE = 1;

  @Override
  public int version() {
    return V1_TOPIC_KEY_VALUE;
  }

  @Override
  protected void write(Upsert upsert, DataOutput out) throws IOException {
    out.writeUTF(upsert.topic().name());
    writeBytes(upsert.key(), out);
    writeBytes(upsert.value(), out);
  }

  @Override
  protected Upsert read(int version, StateInput in) throws IOException {
    return new Upsert(Topic.valueOf(in.readUTF()), readBytes(in), readBytes(in));
  }
}
