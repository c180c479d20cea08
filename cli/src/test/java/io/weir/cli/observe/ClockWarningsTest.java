package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.query.v1.NodeClock;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockWarningsTest {
  private static final long MS = 1_000_000;

  private static NodeClock clock(long leastMs, long mostMs) {
    return NodeClock.newBuilder()
        .setNode("prod/node-3")
        .setAheadLeastNs(leastMs * MS)
        .setAheadMostNs(mostMs * MS)
        .build();
  }

  @Test
  void clocksThatAreOffByMoreThanASecondAreNamed() {
    assertThat(ClockWarnings.lines(List.of(clock(4_198, 4_206), clock(-30_003, -29_999))))
        .containsExactly(
            "Clock of prod/node-3 is 4.2 s ahead: its events count in later windows. Check its NTP.",
            "Clock of prod/node-3 is 30.0 s behind: its events count in earlier windows. Check its"
                + " NTP.");
  }

  /** A slow network must not look like a wrong clock: both bounds have to say so. */
  @Test
  void clocksThatMayBeRightAreNotNamed() {
    assertThat(
            ClockWarnings.lines(
                List.of(clock(-2, 3), clock(999, 1_001), clock(-9_000, 12), clock(-5, 8_000))))
        .isEmpty();
  }

  @Test
  void eventsFromTheFutureProveALeadAndNothingMore() {
    NodeClock events = clock(2_500, 2_500).toBuilder().setFromEvents(true).build();
    assertThat(ClockWarnings.lines(List.of(events)))
        .containsExactly(
            "Clock of prod/node-3 is at least 2.5 s ahead: its events count in later windows. Check"
                + " its NTP.");
    assertThat(
            ClockWarnings.lines(
                List.of(clock(-4_000, -4_000).toBuilder().setFromEvents(true).build())))
        .isEmpty();
  }
}
