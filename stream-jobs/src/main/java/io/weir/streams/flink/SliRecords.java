package io.weir.streams.flink;

import io.weir.codec.Codecs;
import io.weir.series.v1.Coverage;
import io.weir.series.v1.SliWindow;
import io.weir.streams.edge.CustomTally.GoodTotal;
import io.weir.streams.sli.Indicator;
import io.weir.streams.sli.SliCounts;
import io.weir.streams.sli.SliTally;
import io.weir.streams.window.Windows.Window;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.util.Map;
import java.util.Optional;

/** Writes indicators, each in the slot of its own. */
final class SliRecords {
  private SliRecords() {}

  /**
   * @param target an indicator record with its target alone
   * @param coverage how complete the window is; empty where nobody knows
   * @param firstSlot where the indicators' slots begin
   */
  static void write(
      SliWindow target,
      Window window,
      SliTally tally,
      int firstSlot,
      Optional<Coverage> coverage,
      WindowFold.Slots out) {
    SliWindow.Builder common = target.toBuilder().setWindow(window.toProto());
    coverage.ifPresent(known -> common.setLost(known.getLost()).setCoverage(known));
    String subject = TopicKeys.sliSubject(target, common.getWindow());
    for (Map.Entry<Indicator, SliCounts> entry : tally.byIndicator().entrySet()) {
      SliCounts counts = entry.getValue();
      out.put(
          firstSlot + entry.getKey().ordinal(),
          upsert(common, entry.getKey().label(), counts.good(), counts.total(), subject));
    }
    // A name that comes or goes moves those after it: they are written once more than needed.
    int slot = firstSlot + Indicator.values().length;
    for (Map.Entry<String, GoodTotal> entry : tally.custom().byName().entrySet()) {
      GoodTotal counts = entry.getValue();
      out.put(slot++, upsert(common, entry.getKey(), counts.good(), counts.total(), subject));
    }
  }

  private static Upsert upsert(
      SliWindow.Builder common, String indicator, long good, long total, String subject) {
    SliWindow sli = common.setIndicator(indicator).setGood(good).setTotal(total).build();
    return new Upsert(Topic.SLIS, TopicKeys.sli(indicator, subject), Codecs.slis().encode(sli));
  }
}
