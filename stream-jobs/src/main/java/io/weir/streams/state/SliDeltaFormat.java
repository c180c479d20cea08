package io.weir.streams.state;

import io.weir.streams.sli.SliDelta;
import java.io.DataOutput;
import java.io.IOException;

/** One execution of a probe, between operators. */
public final class SliDeltaFormat extends StateFormat<SliDelta> {
  private static final long serialVersionUID = 1L;
  private static final SliTallyFormat TALLY = new SliTallyFormat();

  /** Version 1: probe id, event time, then the tally in its own format with its length. */
  static final int V1_PROBE_TIME_TALLY = 1;

  /** Version 2: the same, with the tally's version 2 or later. */
  static final int V2_TALLY_2 = 2;

  @Override
  public int version() {
    return V2_TALLY_2;
  }

  @Override
  protected void write(SliDelta delta, DataOutput out) throws IOException {
    out.writeUTF(delta.probe());
    out.writeLong(delta.timeNs());
    writeBytes(TALLY.encode(delta.tally()), out);
  }

  @Override
  protected SliDelta read(int version, StateInput in) throws IOException {
    return new SliDelta(in.readUTF(), in.readLong(), TALLY.decode(readBytes(in)));
  }
}
