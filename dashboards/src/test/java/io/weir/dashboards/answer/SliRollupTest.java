package io.weir.dashboards.answer;

import static io.weir.dashboards.TestWindows.CHECKOUT;
import static io.weir.dashboards.TestWindows.DB;
import static io.weir.dashboards.TestWindows.FRONTEND;
import static io.weir.dashboards.TestWindows.START;
import static io.weir.dashboards.TestWindows.TEN_SECONDS;
import static io.weir.dashboards.TestWindows.sliWindow;
import static io.weir.dashboards.TestWindows.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.dashboards.answer.SliFilter.By;
import io.weir.series.v1.SliWindow;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SliRollupTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final SliFilter SERVICES = filter(By.SERVICE, EdgeFilter.ALL);

  private static SliFilter filter(By by, EdgeFilter peers) {
    return new SliFilter("http-availability", by, peers, "");
  }

  private static SliWindow edge(int n, long good, long total) {
    return sliWindow(CHECKOUT, window(n), good, total).toBuilder()
        .setClient(FRONTEND)
        .setPort(8080)
        .setProtocol("TCP")
        .build();
  }

  @Test
  void shortWindowsAddUpToTheirStep() {
    SliRollup rollup = new SliRollup(SERVICES, MINUTE);
    rollup.add(sliWindow(CHECKOUT, window(0), 9, 10));
    rollup.add(sliWindow(CHECKOUT, window(5), 10, 10).toBuilder().setLost(3).build());
    rollup.add(sliWindow(CHECKOUT, window(6), 7, 10).toBuilder().setLost(4).build());

    SliRow row = rollup.rows().get(0);
    long start = START.toEpochMilli();
    assertThat(row.windows().startMs()).containsExactly(start, start + 60_000);
    assertThat(row.windows().good()).containsExactly(19, 7);
    assertThat(row.windows().total()).containsExactly(20, 10);
    assertThat(row.windows().lost()).containsExactly(3, 4);
    assertThat(row.good()).isEqualTo(26);
    assertThat(row.total()).isEqualTo(30);
    assertThat(row.label()).isEqualTo("shop/checkout");
  }

  /** A service's series holds what its edges hold: both together would be twice as much. */
  @Test
  void servicesOrEdgesNeverBoth() {
    SliRollup services = new SliRollup(SERVICES, TEN_SECONDS);
    SliRollup edges = new SliRollup(filter(By.EDGE, EdgeFilter.ALL), TEN_SECONDS);
    for (SliWindow window :
        new SliWindow[] {sliWindow(CHECKOUT, window(0), 9, 10), edge(0, 4, 5)}) {
      services.add(window);
      edges.add(window);
    }

    assertThat(services.rows()).extracting(SliRow::total).containsExactly(10L);
    assertThat(edges.rows()).extracting(SliRow::total).containsExactly(5L);
    assertThat(edges.rows().get(0).label()).isEqualTo("shop/frontend → shop/checkout TCP:8080");
  }

  @Test
  void otherIndicatorsServicesAndProbesAreLeftAside() {
    SliRollup rollup =
        new SliRollup(filter(By.SERVICE, new EdgeFilter("", "checkout", "", "")), TEN_SECONDS);
    rollup.add(sliWindow(DB, window(0), 1, 1));
    rollup.add(
        sliWindow(CHECKOUT, window(0), 1, 1).toBuilder().setIndicator("tcp-connect").build());
    assertThat(rollup.rows()).isEmpty();

    SliWindow probe =
        SliWindow.newBuilder()
            .setIndicator("probe")
            .setProbe("web-ready")
            .setWindow(window(0))
            .setTotal(1)
            .build();
    SliRollup probes =
        new SliRollup(new SliFilter("probe", By.SERVICE, EdgeFilter.ALL, "web-ready"), TEN_SECONDS);
    probes.add(probe);
    probes.add(probe.toBuilder().setProbe("db-ready").build());
    assertThat(probes.rows()).extracting(SliRow::label).containsExactly("web-ready");
  }

  @Test
  void refusesMoreStepsThanAnAnswerHoldsAndSaysWhatToNarrow() {
    SliRollup rollup = new SliRollup(SERVICES, TEN_SECONDS);
    for (int n = 0; n < SliRollup.WINDOWS_MAX; n++) {
      rollup.add(sliWindow(CHECKOUT, window(n), 1, 1));
    }
    assertThatThrownBy(() -> rollup.add(sliWindow(DB, window(0), 1, 1)))
        .isInstanceOf(AnswerTooLargeException.class)
        .hasMessage(
            "More than 100,000 windows of http-availability (expected: a shorter range by since and"
                + " until, a longer step, or fewer series by namespace, service, from, to or probe)");
  }
}
