package io.weir.streams.flink;

import io.weir.codec.Codecs;
import io.weir.series.v1.EdgeWindow;
import io.weir.streams.coverage.CoverageCounts;
import io.weir.streams.coverage.CoverageDelta;
import io.weir.streams.state.CoverageCountsFormat;
import io.weir.streams.state.StateFormat;
import io.weir.streams.window.Windows.Window;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;

/** The coverage of all nodes, window by window: the record of weir.edges.v1 without an edge. */
final class CoverageFold implements WindowFold<CoverageDelta, CoverageCounts> {
  private static final long serialVersionUID = 1L;

  // One key: every record needs the gaps of all nodes, and they were added up before they got here.
  private static final String ALL = "";

  @Override
  public String key(CoverageDelta delta) {
    return ALL;
  }

  @Override
  public String otherKey(CoverageDelta delta) {
    return ALL;
  }

  @Override
  public long timeNs(CoverageDelta delta) {
    return delta.timeNs();
  }

  @Override
  public CoverageCounts lift(CoverageDelta delta) {
    return delta.counts();
  }

  @Override
  public CoverageCounts plus(CoverageCounts a, CoverageCounts b) {
    return a.plus(b);
  }

  @Override
  public void write(String key, Window window, CoverageCounts counts, Around around, Slots out) {
    EdgeWindow record =
        EdgeWindow.newBuilder().setWindow(window.toProto()).setCoverage(counts.toProto()).build();
    out.put(0, new Upsert(Topic.EDGES, TopicKeys.edge(record), Codecs.edges().encode(record)));
  }

  @Override
  public StateFormat<CoverageCounts> format() {
    return new CoverageCountsFormat();
  }
}
