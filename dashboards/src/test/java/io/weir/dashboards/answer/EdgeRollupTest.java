package io.weir.dashboards.answer;

import static io.weir.dashboards.TestWindows.CHECKOUT;
import static io.weir.dashboards.TestWindows.START;
import static io.weir.dashboards.TestWindows.TO_CHECKOUT;
import static io.weir.dashboards.TestWindows.TO_DB;
import static io.weir.dashboards.TestWindows.WORLD;
import static io.weir.dashboards.TestWindows.count;
import static io.weir.dashboards.TestWindows.edge;
import static io.weir.dashboards.TestWindows.edgeWindow;
import static io.weir.dashboards.TestWindows.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.series.v1.DnsCounts;
import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.TcpCounts;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EdgeRollupTest {
  private final EdgeRollup rollup = new EdgeRollup(EdgeFilter.ALL);

  @Test
  void addsTheWindowsOfAnEdge() {
    rollup.add(edgeWindow(TO_CHECKOUT, 0, http(90, 0, 0.010).addReporters(count("source", 180))));
    rollup.add(edgeWindow(TO_CHECKOUT, 3, http(9, 1, 0.500).addReporters(count("source", 20))));

    EdgeRow row = rollup.rows().get(0);
    Http http = row.traffic().http().orElseThrow();
    assertThat(rollup.rows()).hasSize(1);
    assertThat(row.label()).isEqualTo("shop/frontend → shop/checkout TCP:8080");
    assertThat(row.traffic().flows()).isEqualTo(200);
    assertThat(row.traffic().firstSeen()).isEqualTo(START);
    assertThat(row.traffic().lastSeen()).isEqualTo(START.plusSeconds(30).plusNanos(5));
    assertThat(row.traffic().reporters()).isEqualTo(Map.of("source", 200L));
    assertThat(http.requests()).isEqualTo(100);
    assertThat(http.codes()).isEqualTo(Map.of("200", 99L, "503", 1L));
    assertThat(http.classes()).isEqualTo(Map.of("2xx", 99L, "5xx", 1L));
    assertThat(http.serverErrorRatio()).hasValue(0.01);
    Latency latency = http.latency().orElseThrow();
    assertThat(latency.p50Ms()).isCloseTo(10, within(0.1));
    assertThat(latency.p95Ms()).isCloseTo(500, within(5.0));
    assertThat(row.traffic().tcp()).isEmpty();
    assertThat(row.traffic().dns()).isEmpty();
  }

  @Test
  void addsConnectionsAndDns() {
    EdgeCounts.Builder counts =
        EdgeCounts.newBuilder()
            .setTcp(
                TcpCounts.newBuilder()
                    .setAttempts(20)
                    .setEstablished(16)
                    .setRefused(1)
                    .setUnanswered(3)
                    .setClosed(8)
                    .setReset(2))
            .setDns(
                DnsCounts.newBuilder()
                    .setQueries(11)
                    .addAnswers(count("NOERROR", 5))
                    .addAnswers(count("NXDOMAIN", 3))
                    .addAnswers(count("SERVFAIL", 1))
                    .setUnanswered(1));
    rollup.add(edgeWindow(TO_DB, 0, counts));

    Traffic traffic = rollup.rows().get(0).traffic();
    Tcp tcp = traffic.tcp().orElseThrow();
    Dns dns = traffic.dns().orElseThrow();
    assertThat(tcp.refusedRatio()).hasValue(0.05);
    assertThat(tcp.unansweredRatio()).hasValue(0.15);
    assertThat(tcp.resetRatio()).hasValue(0.25);
    assertThat(dns.failed()).as("SERVFAIL and unanswered; NXDOMAIN is an answer").isEqualTo(2);
    assertThat(dns.failedRatio()).hasValue(0.2);
    assertThat(traffic.errors()).isEqualTo(1 + 3 + 2 + 2);
  }

  @Test
  void keepsPortsApart() {
    rollup.add(edgeWindow(TO_DB, 0, http(1, 0, 1)));
    rollup.add(edgeWindow(TO_DB.toBuilder().setPort(5433).build(), 0, http(1, 0, 1)));
    assertThat(rollup.rows()).extracting(EdgeRow::port).containsExactlyInAnyOrder(5432, 5433);
  }

  @Test
  void countsOnlyWhatTheFilterNames() {
    assertThat(labels(new EdgeFilter("data", "", "", ""))).isEqualTo(1);
    assertThat(labels(new EdgeFilter("", "checkout", "", ""))).isEqualTo(3);
    assertThat(labels(new EdgeFilter("", "shop/Checkout", "", ""))).isEqualTo(3);
    assertThat(labels(new EdgeFilter("", "", "world", ""))).isEqualTo(1);
    assertThat(labels(new EdgeFilter("", "", "checkout", "db"))).isEqualTo(1);
    assertThat(labels(new EdgeFilter("", "nobody", "", ""))).isZero();
  }

  private static int labels(EdgeFilter filter) {
    EdgeRollup rollup = new EdgeRollup(filter);
    rollup.add(edgeWindow(TO_CHECKOUT, 0, http(1, 0, 1)));
    rollup.add(edgeWindow(TO_DB, 0, http(1, 0, 1)));
    rollup.add(edgeWindow(edge(WORLD, CHECKOUT, 8080), 0, http(1, 0, 1)));
    return rollup.rows().size();
  }
}
