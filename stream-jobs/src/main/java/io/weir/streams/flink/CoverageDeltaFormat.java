package io.weir.streams.flink;

import io.weir.streams.coverage.CoverageDelta;
import io.weir.streams.state.CoverageCountsFormat;
import io.weir.streams.state.StateFormat;
import io.weir.streams.state.StateInput;
import java.io.DataOutput;
import java.io.IOException;

/** What arrived or went missing, between operators. Never part of a checkpoint. */
final class CoverageDeltaFormat extends StateFormat<CoverageDelta> {
  private static final long serialVersionUID = 1L;

  /** Version 1: event time, then the counts in their own format with their length. */
  private static final int V1_TIME_COUNTS = 1;

  @Override
  public int version() {
    return V1_TIME_COUNTS;
  }

  @Override
  protected void write(CoverageDelta delta, DataOutput out) throws IOException {
    out.writeLong(delta.timeNs());
    writeBytes(new CoverageCountsFormat().encode(delta.counts()), out);
  }

  @Override
  protected CoverageDelta read(int version, StateInput in) throws IOException {
    return new CoverageDelta(in.readLong(), new CoverageCountsFormat().decode(readBytes(in)));
  }
}
