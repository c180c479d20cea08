package io.weir.streams.flink;

import io.weir.series.v1.Edge;
import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.sli.SliTally;
import io.weir.streams.state.SliTallyFormat;
import io.weir.streams.state.StateFormat;
import io.weir.streams.window.Windows.Window;

/**
 * Indicators of edges, where nobody asks for the edges themselves: a fraction of the state that
 * {@link EdgeFold} needs for the same records.
 */
final class EdgeIndicatorFold implements WindowFold<EdgeDelta, SliTally> {
  private static final long serialVersionUID = 1L;

  @Override
  public String key(EdgeDelta delta) {
    return Subjects.key(delta.edge());
  }

  @Override
  public String otherKey(EdgeDelta delta) {
    return EdgeFold.otherKey(delta.edge());
  }

  @Override
  public long timeNs(EdgeDelta delta) {
    return delta.timeNs();
  }

  @Override
  public SliTally lift(EdgeDelta delta) {
    return SliTally.of(delta.counts());
  }

  @Override
  public SliTally plus(SliTally a, SliTally b) {
    return a.plus(b);
  }

  @Override
  public void write(String key, Window window, SliTally tally, Around around, Slots out) {
    SliRecords.write(
        EdgeFold.target(Subjects.subject(key, Edge.parser())),
        window,
        tally,
        0,
        around.coverage(),
        out);
  }

  @Override
  public StateFormat<SliTally> format() {
    return new SliTallyFormat();
  }
}
