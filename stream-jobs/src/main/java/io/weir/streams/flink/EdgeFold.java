package io.weir.streams.flink;

import io.weir.codec.Codecs;
import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.SliWindow;
import io.weir.streams.edge.EdgeCounts;
import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.Peers;
import io.weir.streams.sli.SliTally;
import io.weir.streams.state.EdgeCountsFormat;
import io.weir.streams.state.StateFormat;
import io.weir.streams.window.Windows.Window;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import org.jspecify.annotations.Nullable;

/** Windows of edges and, if asked for, the indicators of each edge. */
final class EdgeFold implements WindowFold<EdgeDelta, EdgeCounts> {
  private static final long serialVersionUID = 1L;

  private final boolean indicators;
  private transient @Nullable String writtenKey;
  private transient Edge writtenEdge = Edge.getDefaultInstance();

  /**
   * @param indicators whether the windows write the edges' indicators, too
   */
  EdgeFold(boolean indicators) {
    this.indicators = indicators;
  }

  @Override
  public String key(EdgeDelta delta) {
    return Subjects.key(delta.edge());
  }

  @Override
  public String otherKey(EdgeDelta delta) {
    return otherKey(delta.edge());
  }

  /** All edges of one protocol together. */
  static String otherKey(Edge edge) {
    return Subjects.key(
        Edge.newBuilder()
            .setClient(Peers.OTHER)
            .setServer(Peers.OTHER)
            .setProtocol(edge.getProtocol())
            .build());
  }

  @Override
  public long timeNs(EdgeDelta delta) {
    return delta.timeNs();
  }

  @Override
  public EdgeCounts lift(EdgeDelta delta) {
    return delta.counts();
  }

  @Override
  public EdgeCounts plus(EdgeCounts a, EdgeCounts b) {
    return a.plus(b);
  }

  @Override
  public void write(String key, Window window, EdgeCounts counts, Around around, Slots out) {
    Edge edge = edge(key);
    EdgeWindow.Builder whole =
        EdgeWindow.newBuilder()
            .setEdge(edge)
            .setWindow(window.toProto())
            .setCounts(counts.toProto());
    around.coverage().ifPresent(whole::setCoverage);
    EdgeWindow record = whole.build();
    out.put(0, new Upsert(Topic.EDGES, TopicKeys.edge(record), Codecs.edges().encode(record)));
    if (indicators) {
      SliRecords.write(target(edge), window, SliTally.of(counts), 1, around.coverage(), out);
    }
  }

  /** Windows of one edge are written one after the other. */
  private Edge edge(String key) {
    if (!key.equals(writtenKey)) {
      writtenEdge = Subjects.subject(key, Edge.parser());
      writtenKey = key;
    }
    return writtenEdge;
  }

  /** An indicator record of an edge, with its target alone. */
  static SliWindow target(Edge edge) {
    return SliWindow.newBuilder()
        .setClient(edge.getClient())
        .setServer(edge.getServer())
        .setPort(edge.getPort())
        .setProtocol(edge.getProtocol())
        .build();
  }

  @Override
  public StateFormat<EdgeCounts> format() {
    return new EdgeCountsFormat();
  }
}
