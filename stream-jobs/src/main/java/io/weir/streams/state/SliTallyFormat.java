package io.weir.streams.state;

import io.weir.streams.edge.CustomTally;
import io.weir.streams.edge.CustomTally.GoodTotal;
import io.weir.streams.sli.Indicator;
import io.weir.streams.sli.SliCounts;
import io.weir.streams.sli.SliTally;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** One window of all indicators of a target. */
public final class SliTallyFormat extends StateFormat<SliTally> {
  private static final long serialVersionUID = 1L;

  /** Version 1: the number of indicators, then each one's label, good and total. */
  static final int V1_LABEL_GOOD_TOTAL = 1;

  /** Version 2: the same, then custom indicators: their number, each one's name, good and total. */
  static final int V2_CUSTOM = 2;

  @Override
  public int version() {
    return V2_CUSTOM;
  }

  @Override
  protected void write(SliTally tally, DataOutput out) throws IOException {
    out.writeByte(tally.byIndicator().size());
    for (Map.Entry<Indicator, SliCounts> entry : tally.byIndicator().entrySet()) {
      out.writeUTF(entry.getKey().label());
      out.writeLong(entry.getValue().good());
      out.writeLong(entry.getValue().total());
    }
    out.writeInt(tally.custom().byName().size());
    for (Map.Entry<String, GoodTotal> entry : tally.custom().byName().entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeLong(entry.getValue().good());
      out.writeLong(entry.getValue().total());
    }
  }

  @Override
  protected SliTally read(int version, StateInput in) throws IOException {
    EnumMap<Indicator, SliCounts> tally = new EnumMap<>(Indicator.class);
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      tally.put(indicator(in.readUTF()), new SliCounts(in.readLong(), in.readLong()));
    }
    TreeMap<String, GoodTotal> custom = new TreeMap<>();
    for (int left = version >= V2_CUSTOM ? in.readInt() : 0; left > 0; left--) {
      custom.put(in.readUTF(), new GoodTotal(in.readLong(), in.readLong()));
    }
    return new SliTally(tally, new CustomTally(custom));
  }

  private static Indicator indicator(String label) throws IOException {
    for (Indicator indicator : Indicator.values()) {
      if (indicator.label().equals(label)) {
        return indicator;
      }
    }
    throw new IOException("indicator: " + label + " (expected: one of this version)");
  }
}
