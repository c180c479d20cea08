package io.weir.dashboards.answer;

import static io.weir.dashboards.TestWindows.TO_CHECKOUT;
import static io.weir.dashboards.TestWindows.TO_DB;
import static io.weir.dashboards.TestWindows.count;
import static io.weir.dashboards.TestWindows.edgeWindow;
import static io.weir.dashboards.TestWindows.http;
import static io.weir.dashboards.TestWindows.sketch;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.HttpCall;
import org.junit.jupiter.api.Test;

class HttpRollupTest {
  private static EdgeWindow window(int n, String path, int calls) {
    EdgeCounts.Builder counts = http(10, 0, 0.1);
    counts
        .getHttpBuilder()
        .addCalls(
            HttpCall.newBuilder()
                .setMethod("GET")
                .setPath(path)
                .setRequests(calls)
                .addResponses(count("200", calls))
                .setLatencySketch(sketch(calls, 0.1)));
    return edgeWindow(TO_CHECKOUT, n, counts);
  }

  @Test
  void addsUpCallsByMethodAndPath() {
    HttpRollup rollup = new HttpRollup(EdgeFilter.ALL);
    rollup.add(window(0, "/cart/*", 3));
    rollup.add(window(1, "/cart/*", 4));
    rollup.add(window(2, "/pay", 8));
    rollup.add(edgeWindow(TO_DB, 0, EdgeCounts.newBuilder().setFlows(1)));

    HttpRow row = rollup.rows().get(0);
    assertThat(rollup.rows()).as("no row for an edge without HTTP").hasSize(1);
    assertThat(row.http().requests()).isEqualTo(30);
    assertThat(row.calls()).extracting(HttpRow.Call::path).containsExactly("/pay", "/cart/*");
    assertThat(row.calls()).extracting(call -> call.http().requests()).containsExactly(8L, 7L);
    assertThat(row.calls().get(1).http().latency().orElseThrow().count()).isEqualTo(7);
    assertThat(row.otherRequests()).isEqualTo(15);
  }
}
