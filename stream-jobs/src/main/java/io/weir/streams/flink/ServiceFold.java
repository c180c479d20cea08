package io.weir.streams.flink;

import io.weir.series.v1.Peer;
import io.weir.series.v1.SliWindow;
import io.weir.streams.edge.Peers;
import io.weir.streams.sli.ServiceDelta;
import io.weir.streams.sli.SliTally;
import io.weir.streams.state.SliTallyFormat;
import io.weir.streams.state.StateFormat;
import io.weir.streams.window.Windows.Window;

/** Indicators of services: all callers and ports of one server together. */
final class ServiceFold implements WindowFold<ServiceDelta, SliTally> {
  private static final long serialVersionUID = 1L;

  @Override
  public String key(ServiceDelta delta) {
    return Subjects.key(delta.server());
  }

  @Override
  public String otherKey(ServiceDelta delta) {
    return Subjects.key(Peers.OTHER);
  }

  @Override
  public long timeNs(ServiceDelta delta) {
    return delta.timeNs();
  }

  @Override
  public SliTally lift(ServiceDelta delta) {
    return delta.tally();
  }

  @Override
  public SliTally plus(SliTally a, SliTally b) {
    return a.plus(b);
  }

  @Override
  public void write(String key, Window window, SliTally tally, Around around, Slots out) {
    SliWindow target =
        SliWindow.newBuilder().setServer(Subjects.subject(key, Peer.parser())).build();
    SliRecords.write(target, window, tally, 0, around.coverage(), out);
  }

  @Override
  public StateFormat<SliTally> format() {
    return new SliTallyFormat();
  }
}
