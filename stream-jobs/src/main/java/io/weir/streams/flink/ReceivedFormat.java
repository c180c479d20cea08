package io.weir.streams.flink;

import io.weir.streams.state.StateFormat;
import io.weir.streams.state.StateInput;
import io.weir.topic.Topic;
import java.io.DataOutput;
import java.io.IOException;

/** A record of a raw topic. Used only if Flink does not chain the source; never in checkpoints. */
final class ReceivedFormat extends StateFormat<Received> {
  private static final long serialVersionUID = 1L;

  /**
   * Version 1: the topic's constant, partition, offset, Kafka's time, then the value with its
   * length.
   */
  private static final int V1_BYTES = 1;

  @Override
  public int version() {
    return V1_BYTES;
  }

  @Override
  protected void write(Received received, DataOutput out) throws IOException {
    out.writeUTF(received.topic().name());
    out.writeInt(received.partition());
    out.writeLong(received.offset());
    out.writeLong(received.takenMs());
    writeBytes(received.value(), out);
  }

  @Override
  protected Received read(int version, StateInput in) throws IOException {
    return Received.of(
        Topic.valueOf(in.readUTF()), in.readInt(), in.readLong(), in.readLong(), readBytes(in));
  }
}
