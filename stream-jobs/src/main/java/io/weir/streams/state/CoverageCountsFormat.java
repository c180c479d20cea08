package io.weir.streams.state;

import io.weir.series.v1.Coverage;
import io.weir.streams.coverage.CoverageCounts;
import java.io.DataOutput;
import java.io.IOException;

/** What arrived and is missing in one window. */
public final class CoverageCountsFormat extends StateFormat<CoverageCounts> {
  private static final long serialVersionUID = 1L;

  /** Version 1: {@code weir.series.v1.Coverage} in protobuf, with its length. */
  static final int V1_PROTOBUF = 1;

  @Override
  public int version() {
    return V1_PROTOBUF;
  }

  @Override
  protected void write(CoverageCounts counts, DataOutput out) throws IOException {
    writeBytes(counts.toProto().toByteArray(), out);
  }

  @Override
  protected CoverageCounts read(int version, StateInput in) throws IOException {
    return CoverageCounts.fromProto(Coverage.parseFrom(readBytes(in)));
  }
}
