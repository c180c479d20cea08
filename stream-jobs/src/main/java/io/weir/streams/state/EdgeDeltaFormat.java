package io.weir.streams.state;

import io.weir.series.v1.Edge;
import io.weir.streams.edge.EdgeDelta;
import java.io.DataOutput;
import java.io.IOException;

/** What events add to an edge, between operators. */
public final class EdgeDeltaFormat extends StateFormat<EdgeDelta> {
  private static final long serialVersionUID = 1L;

  /** Version 1: event time, then edge and counts in protobuf, each with its length. */
  static final int V1_TIME_EDGE_COUNTS = 1;

  /** Version 2: the same, counts in version 2 of {@link EdgeCountsFormat}. */
  static final int V2_COUNTS = 2;

  /** Version 3: the same, counts in version 3. */
  static final int V3_DELIVERED = 3;

  private static final EdgeCountsFormat COUNTS = new EdgeCountsFormat();

  @Override
  public int version() {
    return V3_DELIVERED;
  }

  @Override
  protected void write(EdgeDelta delta, DataOutput out) throws IOException {
    out.writeLong(delta.timeNs());
    writeBytes(delta.edge().toByteArray(), out);
    COUNTS.write(delta.counts(), out);
  }

  @Override
  protected EdgeDelta read(int version, StateInput in) throws IOException {
    long timeNs = in.readLong();
    Edge edge = Edge.parseFrom(readBytes(in));
    return new EdgeDelta(edge, timeNs, COUNTS.read(countsVersion(version), in));
  }

  private static int countsVersion(int version) {
    return switch (version) {
      case V1_TIME_EDGE_COUNTS -> EdgeCountsFormat.V1_PROTOBUF;
      case V2_COUNTS -> EdgeCountsFormat.V2_NUMBERS_APPLICATIONS;
      default -> EdgeCountsFormat.V3_DELIVERED;
    };
  }
}
