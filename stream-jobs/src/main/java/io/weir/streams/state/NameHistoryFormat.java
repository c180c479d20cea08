package io.weir.streams.state;

import io.weir.series.v1.Edge;
import io.weir.streams.edge.NameHistory;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** When a name was resolved, and denials that wait for an earlier resolution. */
public final class NameHistoryFormat extends StateFormat<NameHistory> {
  private static final long serialVersionUID = 1L;

  /**
   * Version 1: first and last resolution, then the denials with their number, edges in protobuf.
   */
  static final int V1_TIMES_DENIALS = 1;

  @Override
  public int version() {
    return V1_TIMES_DENIALS;
  }

  @Override
  public boolean isImmutable() {
    return false;
  }

  @Override
  protected void write(NameHistory history, DataOutput out) throws IOException {
    out.writeLong(history.firstNs());
    out.writeLong(history.lastNs());
    out.writeInt(history.waiting().size());
    for (NameHistory.Denial denial : history.waiting()) {
      out.writeLong(denial.answeredNs());
      out.writeLong(denial.countedNs());
      writeBytes(denial.edge().toByteArray(), out);
    }
  }

  @Override
  protected NameHistory read(int version, StateInput in) throws IOException {
    long firstNs = in.readLong();
    long lastNs = in.readLong();
    List<NameHistory.Denial> waiting = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      waiting.add(
          new NameHistory.Denial(in.readLong(), in.readLong(), Edge.parseFrom(readBytes(in))));
    }
    return NameHistory.of(firstNs, lastNs, waiting);
  }
}
