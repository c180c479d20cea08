package io.weir.streams.state;

import io.weir.series.v1.Edge;
import io.weir.streams.edge.EdgeCounts;
import io.weir.streams.edge.EdgeDelta;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What one event adds to an edge, between operators. */
public final class EdgeDeltaFormat extends StateFormat<EdgeDelta> {
  private static final long serialVersionUID = 1L;

  /** Version 1: event time, then edge and counts in protobuf, each with its length. */
  static final int V1_TIME_EDGE_COUNTS = 1;

  @Override
  public int version() {
    return V1_TIME_EDGE_COUNTS;
  }

  @Override
  protected void write(EdgeDelta delta, DataOutputStream out) throws IOException {
    out.writeLong(delta.timeNs());
    writeBytes(delta.edge().toByteArray(), out);
    writeBytes(delta.counts().toProto().toByteArray(), out);
  }

  @Override
  protected EdgeDelta read(int version, DataInputStream in) throws IOException {
    long timeNs = in.readLong();
    Edge edge = Edge.parseFrom(readBytes(in));
    return new EdgeDelta(
        edge, timeNs, EdgeCounts.fromProto(io.weir.series.v1.EdgeCounts.parseFrom(readBytes(in))));
  }
}
