package io.weir.streams.state;

import java.io.DataOutput;
import java.io.IOException;

/** How far one collector run was read in one partition. */
public final class SeenFormat extends StateFormat<SeenFormat.Seen> {
  private static final long serialVersionUID = 1L;

  /** Version 1: partition, collector, largest number, processing time (ms) when it last grew. */
  static final int V1_PARTITION_COLLECTOR_SEQ_TIME = 1;

  /**
   * The largest number of a collector run in a partition.
   *
   * @param atMs processing time in milliseconds when it last grew
   */
  public record Seen(int partition, String collector, long seq, long atMs) {}

  @Override
  public int version() {
    return V1_PARTITION_COLLECTOR_SEQ_TIME;
  }

  @Override
  protected void write(Seen seen, DataOutput out) throws IOException {
    out.writeInt(seen.partition());
    out.writeUTF(seen.collector());
    out.writeLong(seen.seq());
    out.writeLong(seen.atMs());
  }

  @Override
  protected Seen read(int version, StateInput in) throws IOException {
    return new Seen(in.readInt(), in.readUTF(), in.readLong(), in.readLong());
  }
}
