package io.weir.streams.flink;

import io.weir.codec.Codecs;
import io.weir.series.v1.Coverage;
import io.weir.series.v1.SliWindow;
import io.weir.streams.sli.Indicator;
import io.weir.streams.sli.SliCounts;
import io.weir.streams.sli.SliTally;
import io.weir.streams.window.Windows.Window;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.util.Map;

/** Writes indicators, each in the slot of its own. */
final class SliRecords {
  private SliRecords() {}

  /**
   * @param target an indicator record with its target alone
   * @param coverage how complete the window is
   * @param firstSlot where the indicators' slots begin
   */
  static void write(
      SliWindow target,
      Window window,
      SliTally tally,
      int firstSlot,
      Coverage coverage,
      WindowFold.Slots out) {
    for (Map.Entry<Indicator, SliCounts> entry : tally.byIndicator().entrySet()) {
      SliWindow sli =
          target.toBuilder()
              .setIndicator(entry.getKey().label())
              .setWindow(window.toProto())
              .setGood(entry.getValue().good())
              .setTotal(entry.getValue().total())
              .setLost(coverage.getLost())
              .setCoverage(coverage)
              .build();
      out.put(
          firstSlot + entry.getKey().ordinal(),
          new Upsert(Topic.SLIS, TopicKeys.sli(sli), Codecs.slis().encode(sli)));
    }
  }
}
