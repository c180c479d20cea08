package io.weir.streams.state;

import io.weir.streams.sli.Indicator;
import io.weir.streams.sli.SliCounts;
import io.weir.streams.sli.SliTally;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** One window of all indicators of a target. */
public final class SliTallyFormat extends StateFormat<SliTally> {
  private static final long serialVersionUID = 1L;

  /** Version 1: the number of indicators, then each one's label, good and total. */
  static final int V1_LABEL_GOOD_TOTAL = 1;

  @Override
  public int version() {
    return V1_LABEL_GOOD_TOTAL;
  }

  @Override
  protected void write(SliTally tally, DataOutputStream out) throws IOException {
    out.writeByte(tally.byIndicator().size());
    for (Map.Entry<Indicator, SliCounts> entry : tally.byIndicator().entrySet()) {
      out.writeUTF(entry.getKey().label());
      out.writeLong(entry.getValue().good());
      out.writeLong(entry.getValue().total());
    }
  }

  @Override
  protected SliTally read(int version, DataInputStream in) throws IOException {
    EnumMap<Indicator, SliCounts> tally = new EnumMap<>(Indicator.class);
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      tally.put(indicator(in.readUTF()), new SliCounts(in.readLong(), in.readLong()));
    }
    return new SliTally(tally);
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
