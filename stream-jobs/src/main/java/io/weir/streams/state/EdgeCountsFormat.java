package io.weir.streams.state;

import io.weir.streams.edge.EdgeCounts;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** One window of an edge. */
public final class EdgeCountsFormat extends StateFormat<EdgeCounts> {
  private static final long serialVersionUID = 1L;

  /** Version 1: {@code weir.series.v1.EdgeCounts} in protobuf, with its length. */
  static final int V1_PROTOBUF = 1;

  @Override
  public int version() {
    return V1_PROTOBUF;
  }

  @Override
  protected void write(EdgeCounts counts, DataOutputStream out) throws IOException {
    writeBytes(counts.toProto().toByteArray(), out);
  }

  @Override
  protected EdgeCounts read(int version, DataInputStream in) throws IOException {
    return EdgeCounts.fromProto(io.weir.series.v1.EdgeCounts.parseFrom(readBytes(in)));
  }
}
