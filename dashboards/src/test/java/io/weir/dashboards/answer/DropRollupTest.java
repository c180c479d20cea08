package io.weir.dashboards.answer;

import static io.weir.dashboards.TestWindows.CHECKOUT;
import static io.weir.dashboards.TestWindows.DB;
import static io.weir.dashboards.TestWindows.START_NS;
import static io.weir.dashboards.TestWindows.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.series.v1.DropWindow;
import java.util.List;
import org.junit.jupiter.api.Test;

class DropRollupTest {
  private static DropWindow drop(int n, String node, long count) {
    return DropWindow.newBuilder()
        .setReason("POLICY_DENIED")
        .setDropClass("policy")
        .setDirection("INGRESS")
        .setSource(CHECKOUT)
        .setDestination(DB)
        .setPort(5432)
        .setProtocol("TCP")
        .setNode(node)
        .addPolicies("db-allow")
        .setWindow(window(n))
        .setCount(count)
        .setFirstNs(START_NS + n)
        .setLastNs(START_NS + n + 1)
        .addSampleFlows("c:" + n)
        .build();
  }

  @Test
  void addsUpWindowsAndNodesOfAGroup() {
    DropRollup rollup = new DropRollup(EdgeFilter.ALL);
    for (int n = 0; n < 7; n++) {
      rollup.add(drop(n, n % 2 == 0 ? "node-a" : "node-b", 10));
    }
    rollup.add(drop(0, "node-a", 1).toBuilder().clearPolicies().build());

    List<DropRow> rows = rollup.rows().stream().sorted(Orders.first(Orders.DROPS)).toList();
    DropRow row = rows.get(0);
    assertThat(rows).hasSize(2);
    assertThat(row.count()).isEqualTo(70);
    assertThat(row.nodes()).containsExactly("node-a", "node-b");
    assertThat(row.policies()).containsExactly("db-allow");
    assertThat(row.firstSeen()).isEqualTo(TimeRange.instant(START_NS));
    assertThat(row.lastSeen()).isEqualTo(TimeRange.instant(START_NS + 7));
    assertThat(row.sampleFlows()).hasSize(5);
    assertThat(row.ratePerMinute()).as("70 drops in 70 s").isEqualTo(60);
    assertThat(row.usualPerMinute()).as("it is new").isEmpty();
    assertThat(row.happened()).isEqualTo("No network policy allows this connection.");
    assertThat(Summaries.drops(rows))
        .isEqualTo(
            "71 packets dropped, 71 of them by policy. Most: shop/checkout → data/db TCP:5432, 70"
                + " POLICY_DENIED (policy db-allow).");
  }

  /** 3 in 3 windows of 10 s on one node, 10 in 30 on the other: 6 and 2 a minute. */
  @Test
  void comparesWithWhatTheGroupsFirstWindowSaysIsUsual() {
    DropRollup rollup = new DropRollup(EdgeFilter.ALL);
    rollup.add(drop(1, "node-a", 5).toBuilder().setBaselineCount(99).setBaselineWindows(1).build());
    rollup.add(drop(0, "node-a", 5).toBuilder().setBaselineCount(3).setBaselineWindows(3).build());
    rollup.add(
        drop(0, "node-b", 5).toBuilder().setBaselineCount(10).setBaselineWindows(30).build());
    DropRow row = rollup.rows().get(0);
    assertThat(row.usualPerMinute()).hasValue(8);
    assertThat(row.ratePerMinute()).isEqualTo(45);
  }

  @Test
  void reasonNewerThanThisProgramHasNoWords() {
    DropRollup rollup = new DropRollup(EdgeFilter.ALL);
    rollup.add(drop(0, "node-a", 1).toBuilder().setReason("CODE_250").build());
    assertThat(rollup.rows().get(0).happened()).isEmpty();
  }
}
