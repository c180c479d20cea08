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
    for (Map.Entry<Indicator, SliCounts> entry : tally.byIndicator().entrySet()) {
      SliCounts counts = entry.getValue();
      SliWindow sli =
          record(target, window, entry.getKey().label(), counts.good(), counts.total(), coverage);
      out.put(firstSlot + entry.getKey().ordinal(), upsert(sli));
    }
    // A name that comes or goes moves those after it: they are written once more than needed.
    int slot = firstSlot + Indicator.values().length;
    for (Map.Entry<String, GoodTotal> entry : tally.custom().byName().entrySet()) {
      GoodTotal counts = entry.getValue();
      SliWindow sli =
          record(target, window, entry.getKey(), counts.good(), counts.total(), coverage);
      out.put(slot++, upsert(sli));
    }
  }

  private static SliWindow record(
      SliWindow target,
      Window window,
      String indicator,
      long good,
      long total,
      Optional<Coverage> coverage) {
    SliWindow.Builder sli =
        target.toBuilder()
            .setIndicator(indicator)
            .setWindow(window.toProto())
            .setGood(good)
            .setTotal(total);
    coverage.ifPresent(known -> sli.setLost(known.getLost()).setCoverage(known));
    return sli.build();
  }

  private static Upsert upsert(SliWindow sli) {
    return new Upsert(Topic.SLIS, TopicKeys.sli(sli), Codecs.slis().encode(sli));
  }
}
