package io.weir.dashboards.answer;

import static io.weir.dashboards.TestWindows.TO_DB;
import static io.weir.dashboards.TestWindows.count;
import static io.weir.dashboards.TestWindows.edgeWindow;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.series.v1.DnsCounts;
import io.weir.series.v1.DnsName;
import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.EdgeWindow;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DnsRollupTest {
  private static EdgeWindow window(int n, String name, int queries) {
    return edgeWindow(
        TO_DB,
        n,
        EdgeCounts.newBuilder()
            .setDns(
                DnsCounts.newBuilder()
                    .setQueries(queries)
                    .addAnswers(count("NOERROR", queries))
                    .addNames(
                        DnsName.newBuilder()
                            .setName(name)
                            .setQueries(queries)
                            .addAnswers(count("NOERROR", queries)))));
  }

  @Test
  void addsUpNames() {
    DnsRollup rollup = new DnsRollup(EdgeFilter.ALL, "");
    rollup.add(window(0, "db.data.svc.", 2));
    rollup.add(window(1, "example.com.", 9));
    rollup.add(window(2, "db.data.svc.", 3));

    DnsRow row = rollup.rows().get(0);
    assertThat(row.dns().queries()).isEqualTo(14);
    assertThat(row.names())
        .containsExactly(
            new DnsRow.Name("example.com.", 9, Map.of("NOERROR", 9L)),
            new DnsRow.Name("db.data.svc.", 5, Map.of("NOERROR", 5L)));
  }

  @Test
  void showsWhoAskedForAName() {
    DnsRollup asked = new DnsRollup(EdgeFilter.ALL, "Example.com");
    asked.add(window(0, "example.com.", 1));
    asked.add(window(0, "db.data.svc.", 1));
    DnsRollup notAsked = new DnsRollup(EdgeFilter.ALL, "example.com");
    notAsked.add(window(0, "db.data.svc.", 1));

    assertThat(asked.rows().get(0).names())
        .extracting(DnsRow.Name::name)
        .containsExactly("example.com.");
    assertThat(notAsked.rows()).isEmpty();
  }
}
