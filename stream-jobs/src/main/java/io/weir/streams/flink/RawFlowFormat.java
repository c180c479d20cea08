package io.weir.streams.flink;

import io.weir.streams.state.StateFormat;
import java.io.DataInputStream;
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
    return flow.value().length + 32;
  }

  @Override
  protected void write(RawFlow flow, DataOutput out) throws IOException {
    out.writeLong(flow.connection());
    out.writeInt(flow.partition());
    out.writeLong(flow.offset());
    writeBytes(flow.value(), out);
  }

  @Override
  protected RawFlow read(int version, DataInputStream in) throws IOException {
    return new RawFlow(in.readLong(), in.readInt(), in.readLong(), readBytes(in));
  }
}
