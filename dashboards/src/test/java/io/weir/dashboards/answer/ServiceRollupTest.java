package io.weir.dashboards.answer;

import static io.weir.dashboards.TestWindows.CHECKOUT;
import static io.weir.dashboards.TestWindows.FRONTEND;
import static io.weir.dashboards.TestWindows.TO_CHECKOUT;
import static io.weir.dashboards.TestWindows.TO_DB;
import static io.weir.dashboards.TestWindows.WORLD;
import static io.weir.dashboards.TestWindows.edge;
import static io.weir.dashboards.TestWindows.edgeWindow;
import static io.weir.dashboards.TestWindows.http;
import static io.weir.dashboards.TestWindows.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.series.v1.SliWindow;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ServiceRollupTest {
  private static final SliWindow AVAILABILITY =
      SliWindow.newBuilder()
          .setIndicator("http-availability")
          .setServer(CHECKOUT)
          .setWindow(window(0))
          .setGood(9)
          .setTotal(10)
          .setLost(4)
          .build();

  @Test
  void rollsUpAllCallersOfAServer() {
    ServiceRollup rollup = new ServiceRollup(EdgeFilter.ALL);
    rollup.add(edgeWindow(TO_CHECKOUT, 0, http(5, 5, 0.1)));
    rollup.add(edgeWindow(edge(WORLD, CHECKOUT, 9090), 1, http(990, 0, 0.1)));

    ServiceRow row = rollup.rows().get(0);
    assertThat(rollup.rows()).hasSize(1);
    assertThat(row.service().label()).isEqualTo("shop/checkout");
    assertThat(row.ports()).containsExactly("TCP:8080", "TCP:9090");
    assertThat(row.callers()).isEqualTo(2);
    assertThat(row.failingCallers()).isEqualTo(1);
    assertThat(row.traffic().http().orElseThrow().requests()).isEqualTo(1000);
    assertThat(row.diagnosis().health()).as("5 of 1,000").isEqualTo(Health.OK);
  }

  @Test
  void addsUpIndicatorsOfTheServiceAndLeavesThoseOfEdges() {
    ServiceRollup rollup = new ServiceRollup(EdgeFilter.ALL);
    rollup.add(edgeWindow(TO_CHECKOUT, 0, http(10, 0, 0.1)));
    rollup.add(AVAILABILITY);
    rollup.add(AVAILABILITY.toBuilder().setWindow(window(1)).setGood(10).build());
    rollup.add(AVAILABILITY.toBuilder().setClient(FRONTEND).build());

    assertThat(rollup.rows().get(0).indicators())
        .containsExactly(new Indicator("http-availability", 19, 20, OptionalDouble.of(0.95)));
  }

  @Test
  void aNamespaceIsTheServers() {
    ServiceRollup rollup = new ServiceRollup(new EdgeFilter("data", "", "", ""));
    rollup.add(edgeWindow(TO_CHECKOUT, 0, http(1, 0, 1)));
    rollup.add(edgeWindow(TO_DB, 0, http(1, 0, 1)));
    assertThat(rollup.rows()).extracting(row -> row.service().name()).containsExactly("db");
  }
}
