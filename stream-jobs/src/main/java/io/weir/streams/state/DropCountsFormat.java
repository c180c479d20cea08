package io.weir.streams.state;

import io.weir.streams.drop.DropCounts;
import java.io.DataOutput;
import java.io.IOException;
import java.util.TreeSet;

/** One window of a drop group. */
public final class DropCountsFormat extends StateFormat<DropCounts> {
  private static final long serialVersionUID = 1L;

  /** Version 1: count, first, last, then the number of samples and each one's time and id. */
  static final int V1_COUNT_SPAN_SAMPLES = 1;

  @Override
  public int version() {
    return V1_COUNT_SPAN_SAMPLES;
  }

  @Override
  protected void write(DropCounts counts, DataOutput out) throws IOException {
    out.writeLong(counts.count());
    out.writeLong(counts.firstNs());
    out.writeLong(counts.lastNs());
    out.writeByte(counts.samples().size());
    for (DropCounts.Sample sample : counts.samples()) {
      out.writeLong(sample.timeNs());
      out.writeUTF(sample.id());
    }
  }

  @Override
  protected DropCounts read(int version, StateInput in) throws IOException {
    long count = in.readLong();
    long firstNs = in.readLong();
    long lastNs = in.readLong();
    TreeSet<DropCounts.Sample> samples = new TreeSet<>();
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      samples.add(new DropCounts.Sample(in.readLong(), in.readUTF()));
    }
    return new DropCounts(count, firstNs, lastNs, samples);
  }
}
