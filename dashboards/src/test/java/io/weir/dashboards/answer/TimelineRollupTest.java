package io.weir.dashboards.answer;

import static io.weir.dashboards.TestWindows.CHECKOUT;
import static io.weir.dashboards.TestWindows.DB;
import static io.weir.dashboards.TestWindows.FRONTEND;
import static io.weir.dashboards.TestWindows.START;
import static io.weir.dashboards.TestWindows.TEN_SECONDS;
import static io.weir.dashboards.TestWindows.TO_DB;
import static io.weir.dashboards.TestWindows.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.series.v1.Coverage;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.Peer;
import io.weir.series.v1.SliWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimelineRollupTest {
  private static SliWindow sli(Peer server, int n, long good, long total) {
    return SliWindow.newBuilder()
        .setIndicator("http-availability")
        .setServer(server)
        .setWindow(window(n))
        .setGood(good)
        .setTotal(total)
        .build();
  }

  private static TimeRange range(Duration length) {
    return TimeRange.of(START, START.plus(length));
  }

  private static AnswerInfo info(Instant from, Instant to) {
    return new AnswerInfo(
        from,
        to,
        10,
        Completeness.TRUE,
        0,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        0,
        List.of());
  }

  private static Timeline of(TimelineRollup rollup) {
    return rollup.timeline(info(START, START.plusSeconds(60)), List.of());
  }

  @Test
  void servicesAddUpByStep() {
    TimelineRollup rollup =
        new TimelineRollup(range(Duration.ofMinutes(1)), TEN_SECONDS, EdgeFilter.ALL);
    rollup.add(sli(CHECKOUT, 0, 9, 10));
    rollup.add(sli(DB, 0, 5, 5));
    rollup.add(sli(DB, 2, 0, 4));
    Timeline timeline = of(rollup);
    assertThat(timeline.stepSeconds()).isEqualTo(10);
    assertThat(timeline.windows().startMs()).hasSize(6).startsWith(START.toEpochMilli());
    assertThat(timeline.windows().total()).containsExactly(15, 0, 4, 0, 0, 0);
    assertThat(timeline.windows().bad()).containsExactly(1, 0, 4, 0, 0, 0);
    assertThat(timeline.summary()).isEqualTo("5 of 19 requests, connects and queries (26 %) bad.");
  }

  @Test
  void edgesAndOtherNamespacesAreLeftAside() {
    EdgeFilter shop = new EdgeFilter("shop", "", "", "");
    TimelineRollup rollup = new TimelineRollup(range(Duration.ofMinutes(1)), TEN_SECONDS, shop);
    rollup.add(sli(CHECKOUT, 0, 1, 1));
    rollup.add(sli(DB, 0, 1, 1));
    rollup.add(sli(CHECKOUT, 0, 1, 1).toBuilder().setClient(FRONTEND).build());
    assertThat(of(rollup).windows().total()).startsWith(1L, 0L);
  }

  @Test
  void longRangesHaveNoMoreStepsThanPixelsNeed() {
    TimelineRollup rollup =
        new TimelineRollup(range(Duration.ofHours(1)), TEN_SECONDS, EdgeFilter.ALL);
    for (int n = -1; n <= 360; n++) {
      rollup.add(sli(CHECKOUT, n, 1, 2));
    }
    Timeline timeline = of(rollup);
    assertThat(timeline.stepSeconds()).isEqualTo(30);
    assertThat(timeline.windows().total()).hasSize(TimelineRollup.STEPS_MAX).containsOnly(6L);
  }

  @Test
  void aRangeThatBeginsWithinAStepKeepsItWhole() {
    TimelineRollup rollup =
        new TimelineRollup(
            TimeRange.of(START.plusSeconds(10), START.plusSeconds(3610)),
            TEN_SECONDS,
            EdgeFilter.ALL);
    rollup.add(sli(CHECKOUT, 0, 1, 1));
    assertThat(of(rollup).windows().total()).hasSize(TimelineRollup.STEPS_MAX + 1).startsWith(1L);
  }

  @Test
  void whatIsMissingIsCountedOnce() {
    TimelineRollup rollup =
        new TimelineRollup(range(Duration.ofMinutes(1)), TEN_SECONDS, EdgeFilter.ALL);
    EdgeWindow missing =
        EdgeWindow.newBuilder()
            .setWindow(window(3))
            .setCoverage(Coverage.newBuilder().setLost(37))
            .build();
    rollup.addMissing(missing);
    rollup.addMissing(missing.toBuilder().setEdge(TO_DB).build());
    assertThat(of(rollup).windows().lost()).containsExactly(0, 0, 0, 37, 0, 0);
    assertThat(of(rollup).summary()).isEqualTo("Nothing was counted in this range.");
  }

  @Test
  void incidentsAndChangesOfTheRangeAreMarks() {
    IncidentRow incident =
        new IncidentRow(
            "i1",
            "checkout",
            "checkout",
            "fast",
            "page",
            START.plusSeconds(30),
            Optional.empty(),
            "checkout",
            List.of(),
            1,
            Optional.empty(),
            "",
            1,
            1,
            1,
            2,
            0,
            2,
            "v2 is bad",
            List.of(
                new IncidentRow.CauseView(
                    "recent-change",
                    "checkout",
                    "v2 came",
                    1,
                    1,
                    1,
                    1,
                    1,
                    List.of(evidence(START.plusSeconds(10)))),
                new IncidentRow.CauseView(
                    "recent-change",
                    "db",
                    "long ago",
                    1,
                    1,
                    1,
                    1,
                    1,
                    List.of(evidence(START.minusSeconds(10))))),
            "",
            Optional.empty(),
            "");
    Timeline timeline =
        new TimelineRollup(range(Duration.ofMinutes(1)), TEN_SECONDS, EdgeFilter.ALL)
            .timeline(info(START, START.plusSeconds(60)), List.of(incident));
    assertThat(timeline.marks())
        .containsExactly(
            new Timeline.Mark(START.plusSeconds(10), "change", "v2 came", Optional.of("i1")),
            new Timeline.Mark(
                START.plusSeconds(30), "incident", "checkout: v2 is bad", Optional.of("i1")));
  }

  private static IncidentRow.EvidenceView evidence(Instant from) {
    return new IncidentRow.EvidenceView("bad", 1, 2, 0, 0, from, from, "", List.of());
  }
}
