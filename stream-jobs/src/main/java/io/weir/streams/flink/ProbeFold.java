package io.weir.streams.flink;

import io.weir.series.v1.SliWindow;
import io.weir.streams.sli.SliDelta;
import io.weir.streams.sli.SliTally;
import io.weir.streams.state.SliTallyFormat;
import io.weir.streams.state.StateFormat;
import io.weir.streams.window.Windows.Window;

/** The indicator of each probe. */
final class ProbeFold implements WindowFold<SliDelta, SliTally> {
  private static final long serialVersionUID = 1L;

  /** All probes beyond the limit. */
  private static final String OTHER = "other";

  @Override
  public String key(SliDelta delta) {
    return delta.probe();
  }

  @Override
  public String otherKey(SliDelta delta) {
    return OTHER;
  }

  @Override
  public long timeNs(SliDelta delta) {
    return delta.timeNs();
  }

  @Override
  public SliTally lift(SliDelta delta) {
    return delta.tally();
  }

  @Override
  public SliTally plus(SliTally a, SliTally b) {
    return a.plus(b);
  }

  @Override
  public void write(String key, Window window, SliTally tally, Around around, Slots out) {
    SliRecords.write(
        SliWindow.newBuilder().setProbe(key).build(), window, tally, 0, around.coverage(), out);
  }

  @Override
  public StateFormat<SliTally> format() {
    return new SliTallyFormat();
  }
}
