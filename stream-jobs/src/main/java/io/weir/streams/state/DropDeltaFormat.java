package io.weir.streams.state;

import io.weir.series.v1.DropWindow;
import io.weir.streams.drop.DropCounts;
import io.weir.streams.drop.DropDelta;
import java.io.DataOutput;
import java.io.IOException;

/** One drop, between operators. */
public final class DropDeltaFormat extends StateFormat<DropDelta> {
  private static final long serialVersionUID = 1L;

  /** Version 1: event time and id of the sample, then the group in protobuf with its length. */
  static final int V1_SAMPLE_GROUP = 1;

  /** Version 2: the count besides. */
  static final int V2_COUNT = 2;

  @Override
  public int version() {
    return V2_COUNT;
  }

  @Override
  protected void write(DropDelta delta, DataOutput out) throws IOException {
    out.writeLong(delta.sample().timeNs());
    out.writeUTF(delta.sample().id());
    writeBytes(delta.group().toByteArray(), out);
    out.writeByte(delta.count());
  }

  @Override
  protected DropDelta read(int version, StateInput in) throws IOException {
    DropCounts.Sample sample = new DropCounts.Sample(in.readLong(), in.readUTF());
    DropWindow group = DropWindow.parseFrom(readBytes(in));
    return new DropDelta(group, sample, version < V2_COUNT ? 1 : in.readByte());
  }
}
