package io.weir.streams.flink;

import io.weir.codec.Codecs;
import io.weir.series.v1.DropWindow;
import io.weir.streams.drop.DropCounts;
import io.weir.streams.drop.DropDelta;
import io.weir.streams.edge.Peers;
import io.weir.streams.state.DropCountsFormat;
import io.weir.streams.state.StateFormat;
import io.weir.streams.window.Windows.Window;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;

/** Windows of drop groups. */
final class DropFold implements WindowFold<DropDelta, DropCounts> {
  private static final long serialVersionUID = 1L;

  @Override
  public String key(DropDelta delta) {
    return Subjects.key(delta.group());
  }

  @Override
  public String otherKey(DropDelta delta) {
    DropWindow group = delta.group();
    return Subjects.key(
        DropWindow.newBuilder()
            .setReason(group.getReason())
            .setDropClass(group.getDropClass())
            .setDirection(group.getDirection())
            .setSource(Peers.OTHER)
            .setDestination(Peers.OTHER)
            .build());
  }

  @Override
  public long timeNs(DropDelta delta) {
    return delta.sample().timeNs();
  }

  @Override
  public DropCounts lift(DropDelta delta) {
    return delta.count() > 0
        ? DropCounts.one(delta.sample())
        : DropCounts.takenBack(delta.sample());
  }

  @Override
  public DropCounts plus(DropCounts a, DropCounts b) {
    return a.plus(b);
  }

  @Override
  public long baselineCount(DropCounts counts) {
    return counts.count();
  }

  @Override
  public boolean hasBaseline() {
    return true;
  }

  @Override
  public void write(String key, Window window, DropCounts counts, Around around, Slots out) {
    DropWindow.Builder drop =
        Subjects.subject(key, DropWindow.parser()).toBuilder()
            .setWindow(window.toProto())
            .setCount(counts.count())
            .setFirstNs(counts.firstNs())
            .setLastNs(counts.lastNs())
            .setBaselineCount(around.baseline().count())
            .setBaselineWindows(around.baseline().windows());
    counts.samples().forEach(sample -> drop.addSampleFlows(sample.id()));
    DropWindow record = drop.build();
    out.put(0, new Upsert(Topic.DROPS, TopicKeys.drop(record), Codecs.drops().encode(record)));
  }

  @Override
  public StateFormat<DropCounts> format() {
    return new DropCountsFormat();
  }
}
