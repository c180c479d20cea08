package io.weir.dashboards.answer;

import static io.weir.dashboards.TestWindows.START_NS;
import static io.weir.dashboards.TestWindows.TO_DB;
import static io.weir.dashboards.TestWindows.edgeWindow;
import static io.weir.dashboards.TestWindows.http;
import static io.weir.dashboards.TestWindows.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.series.v1.Coverage;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.Gap;
import org.junit.jupiter.api.Test;

class MissingRollupTest {
  private final MissingRollup rollup = new MissingRollup();

  private static EdgeWindow whole(int n, Gap... gaps) {
    Coverage.Builder coverage = Coverage.newBuilder();
    for (Gap gap : gaps) {
      coverage.addGaps(gap).setLost(coverage.getLost() + gap.getLost());
    }
    return EdgeWindow.newBuilder().setWindow(window(n)).setCoverage(coverage).build();
  }

  private static Gap gap(String node, long lost, long firstNs, long lastNs) {
    return Gap.newBuilder()
        .setNode(node)
        .setStage("hubble")
        .setReason("overrun")
        .setLost(lost)
        .setFirstNs(firstNs)
        .setLastNs(lastNs)
        .build();
  }

  @Test
  void nobodyVouchesForARangeWithoutTheWindowsOwnRecords() {
    rollup.add(edgeWindow(TO_DB, 0, http(1, 0, 1)));
    assertThat(rollup.complete()).isEqualTo(Completeness.UNKNOWN);
  }

  @Test
  void windowsWithoutGapsAreComplete() {
    rollup.add(whole(0));
    rollup.add(whole(1));
    assertThat(rollup.complete()).isEqualTo(Completeness.TRUE);
    assertThat(rollup.largest()).isEmpty();
  }

  @Test
  void gapsOfOneCauseAreAddedUpOverWindowsLargestFirst() {
    rollup.add(whole(0, gap("node-3", 30, START_NS + 5, START_NS + 9), gap("node-1", 32, 1, 2)));
    rollup.add(whole(1, gap("node-3", 7, START_NS + 10, START_NS + 14)));
    assertThat(rollup.complete()).isEqualTo(Completeness.FALSE);
    assertThat(rollup.lost()).isEqualTo(69);
    assertThat(rollup.largest())
        .containsExactly(
            new Missing(
                "node-3",
                "hubble",
                "overrun",
                37,
                TimeRange.instant(START_NS + 5),
                TimeRange.instant(START_NS + 14)),
            new Missing(
                "node-1", "hubble", "overrun", 32, TimeRange.instant(1), TimeRange.instant(2)));
  }

  /** Each edge repeats what the window misses; once is enough. */
  @Test
  void recordsOfEdgesAreNotAddedToIt() {
    rollup.add(
        edgeWindow(TO_DB, 0, http(1, 0, 1)).toBuilder()
            .setCoverage(Coverage.newBuilder().setLost(37))
            .build());
    rollup.add(whole(0, gap("node-3", 37, 1, 2)));
    assertThat(rollup.lost()).isEqualTo(37);
  }
}
