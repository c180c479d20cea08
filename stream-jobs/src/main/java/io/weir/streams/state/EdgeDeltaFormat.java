package io.weir.streams.state;

import io.weir.series.v1.Edge;
import io.weir.streams.edge.EdgeCounts;
import io.weir.streams.edge.EdgeDelta;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What events add to an edge, between operators. */
public final class EdgeDeltaFormat extends StateFormat<EdgeDelta> {
  private static final long serialVersionUID = 1L;

  /** Version 1: event time, then edge and counts in protobuf, each with its length. */
  static final int V1_TIME_EDGE_COUNTS = 1;

  /** Version 2: the same, counts in version 2 of {@link EdgeCountsFormat}. */
  static final int V2_COUNTS = 2;

  private static final EdgeCountsFormat COUNTS = new EdgeCountsFormat();

  @Override
  public int version() {
    return V2_COUNTS;
  }

  @Override
  protected void write(EdgeDelta delta, DataOutputStream out) throws IOException {
    out.writeLong(delta.timeNs());
    writeBytes(delta.edge().toByteArray(), out);
    COUNTS.write(delta.counts(), out);
  }

  @Override
  protected EdgeDelta read(int version, DataInputStream in) throws IOException {
    long timeNs = in.readLong();
    Edge edge = Edge.parseFrom(readBytes(in));
    EdgeCounts counts =
        COUNTS.read(
            version == V1_TIME_EDGE_COUNTS
                ? EdgeCountsFormat.V1_PROTOBUF
                : EdgeCountsFormat.V2_NUMBERS_APPLICATIONS,
            in);
    return new EdgeDelta(edge, timeNs, counts);
  }
}
