package io.weir.streams.window;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.streams.window.PlausibleTimes.Problem;
import org.junit.jupiter.api.Test;

class PlausibleTimesTest {
  private static final long TAKEN_MS = T0 / 1_000_000;

  @Test
  void anEventIsTakenAfterItHappenedHoweverLate() {
    assertThat(PlausibleTimes.problem(T0, TAKEN_MS)).isEmpty();
    assertThat(PlausibleTimes.problem(T0 - 365 * 86_400 * SECOND, TAKEN_MS)).isEmpty();
    assertThat(PlausibleTimes.problem(PlausibleTimes.EARLIEST_NS, TAKEN_MS)).isEmpty();
  }

  @Test
  void aClockMayBeAQuarterOfAnHourAheadAndNoMore() {
    long latest = T0 + 15 * 60 * SECOND;
    assertThat(PlausibleTimes.problem(latest, TAKEN_MS)).isEmpty();
    assertThat(PlausibleTimes.problem(latest + SECOND, TAKEN_MS)).contains(Problem.AHEAD);
    assertThat(PlausibleTimes.problem(Long.MAX_VALUE, TAKEN_MS)).contains(Problem.AHEAD);
    assertThat(PlausibleTimes.words(Problem.AHEAD, Long.MAX_VALUE, TAKEN_MS))
        .isEqualTo(
            "event time: 2262-04-11T23:47:16.854775807Z (expected: at most 15 min after"
                + " 2023-11-14T22:13:20Z, when Kafka took it; is the node's clock ahead?)");
  }

  /** A board without a battery starts in 1970; some programs write milliseconds. */
  @Test
  void aClockThatWasNeverSetHasNoTime() {
    for (long timeNs : new long[] {0, 1, 90 * SECOND, TAKEN_MS, T0 / 1_000, -1, Long.MIN_VALUE}) {
      assertThat(PlausibleTimes.problem(timeNs, TAKEN_MS)).contains(Problem.UNSET);
    }
    assertThat(PlausibleTimes.words(Problem.UNSET, 90 * SECOND, TAKEN_MS))
        .isEqualTo(
            "event time: 1970-01-01T00:01:30Z (expected: after 2001-09-09; is the node's clock"
                + " set?)");
    assertThat(PlausibleTimes.words(Problem.UNSET, Long.MIN_VALUE, TAKEN_MS)).contains("1677-09");
    assertThat(PlausibleTimes.words(Problem.UNSET, 0, TAKEN_MS)).contains("event time: none");
  }
}
