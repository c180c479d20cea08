package io.weir.streams.flink;

import io.weir.streams.state.StateFormat;
import io.weir.streams.state.StateInput;
import java.io.DataOutput;
import java.io.IOException;

/** A flow event as it came, between operators. Never part of a checkpoint. */
final class RawFlowFormat extends StateFormat<RawFlow> {
  private static final long serialVersionUID = 1L;

  /** Version 1: connection, partition, offset, then the value with its length. */
  private static final int V1_CONNECTION_PLACE_VALUE = 1;

  @Override
  public int version() {
    return V1_CONNECTION_PLACE_VALUE;
  }

  @Override
  public int sizeHint(RawFlow flow) {
    return flow.length() + 32;
  }

  @Override
  protected void write(RawFlow flow, DataOutput out) throws IOException {
    out.writeLong(flow.connection());
    out.writeInt(flow.partition());
    out.writeLong(flow.offset());
    out.writeInt(flow.length());
    out.write(flow.bytes(), flow.from(), flow.length());
  }

  @Override
  protected RawFlow read(int version, StateInput in) throws IOException {
    long connection = in.readLong();
    int partition = in.readInt();
    long offset = in.readLong();
    int length = in.readInt();
    int from = in.position();
    in.skipBytes(length);
    if (in.available() > 0) {
      throw new IOException("length: " + length + " (expected: " + (length + in.available()) + ")");
    }
    return new RawFlow(connection, partition, offset, in.array(), from);
  }
}
