package io.weir.streams.flink;

import io.weir.streams.edge.Interned;
import io.weir.streams.edge.Segment;
import io.weir.streams.state.StateFormat;
import io.weir.streams.state.StateInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A flow event as it came, between operators. Never part of a checkpoint. */
final class RawFlowFormat extends StateFormat<RawFlow> {
  private static final long serialVersionUID = 1L;

  /**
   * Version 1: connection, partition, offset, whether there is a segment and its fields, then the
   * value with its length.
   */
  private static final int V1_CONNECTION_PLACE_SEGMENT_VALUE = 1;

  private static final int SEGMENT_BYTES = 128;
  private static final int NODES_KEPT = 1 << 12;

  // Connections keep the names of nodes, so they share them.
  private static final Interned<String> NODES = new Interned<>(NODES_KEPT);

  @Override
  public int version() {
    return V1_CONNECTION_PLACE_SEGMENT_VALUE;
  }

  @Override
  public int sizeHint(RawFlow flow) {
    return flow.length() + SEGMENT_BYTES + 32;
  }

  @Override
  protected void write(RawFlow flow, DataOutput out) throws IOException {
    out.writeLong(flow.connection());
    out.writeInt(flow.partition());
    out.writeLong(flow.offset());
    writeSegment(flow.segment(), out);
    out.writeInt(flow.length());
    out.write(flow.bytes(), flow.from(), flow.length());
  }

  private static void writeSegment(@Nullable Segment segment, DataOutput out) throws IOException {
    out.writeBoolean(segment != null);
    if (segment == null) {
      return;
    }
    out.writeLong(segment.timeNs());
    out.writeInt(segment.sampling());
    out.writeUTF(segment.source());
    out.writeInt(segment.sourcePort());
    out.writeUTF(segment.destination());
    out.writeInt(segment.destinationPort());
    out.writeShort(segment.flags());
    out.writeUTF(segment.node());
    writeNumber(segment.direction(), out);
    writeNumber(segment.point(), out);
    writeNumber(segment.type(), out);
    out.writeByte(segment.reply());
    out.writeBoolean(segment.oldReply());
    out.writeBoolean(segment.request());
  }

  private static Segment readSegment(StateInput in) throws IOException {
    return new Segment(
        in.readLong(),
        in.readInt(),
        in.readUTF(),
        in.readInt(),
        in.readUTF(),
        in.readInt(),
        in.readShort(),
        NODES.of(in.readUTF()),
        (int) readNumber(in),
        (int) readNumber(in),
        (int) readNumber(in),
        in.readByte(),
        in.readBoolean(),
        in.readBoolean());
  }

  @Override
  protected RawFlow read(int version, StateInput in) throws IOException {
    long connection = in.readLong();
    int partition = in.readInt();
    long offset = in.readLong();
    Segment segment = in.readBoolean() ? readSegment(in) : null;
    int length = in.readInt();
    int from = in.position();
    in.skipBytes(length);
    if (in.available() > 0) {
      throw new IOException("length: " + length + " (expected: " + (length + in.available()) + ")");
    }
    return new RawFlow(connection, partition, offset, segment, in.array(), from);
  }
}
