package io.weir.streams.flink;

import io.weir.streams.state.CoverageCountsFormat;
import io.weir.streams.state.StateFormat;
import io.weir.streams.state.StateInput;
import io.weir.streams.state.WindowFormat;
import java.io.DataOutput;
import java.io.IOException;

/** An incomplete window, between operators. Never part of a checkpoint. */
final class IncompleteFormat extends StateFormat<Incomplete> {
  private static final long serialVersionUID = 1L;

  /** Version 1: window and gaps in their own formats, each with its length. */
  private static final int V1_WINDOW_GAPS = 1;

  @Override
  public int version() {
    return V1_WINDOW_GAPS;
  }

  @Override
  protected void write(Incomplete incomplete, DataOutput out) throws IOException {
    writeBytes(new WindowFormat().encode(incomplete.window()), out);
    writeBytes(new CoverageCountsFormat().encode(incomplete.gaps()), out);
  }

  @Override
  protected Incomplete read(int version, StateInput in) throws IOException {
    return new Incomplete(
        new WindowFormat().decode(readBytes(in)), new CoverageCountsFormat().decode(readBytes(in)));
  }
}
