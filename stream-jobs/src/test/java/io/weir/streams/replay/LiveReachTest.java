package io.weir.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.streams.flink.RawRecord;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One partition of ten records, appended a second after each event. */
class LiveReachTest {
  private static final long MS = 1_700_000_000_000L;
  private static final long NS_PER_MS = 1_000_000;

  private static LiveReach reach(Map<Integer, Long> committed, long askedAfterMs) {
    LiveReach reach =
        new LiveReach(
            committed, new TreeMap<>(Map.of(0, new Span(0, MS, 0, 10))), MS + askedAfterMs);
    for (int i = 0; i < 10; i++) {
      long eventMs = MS + i * 60_000L;
      reach.read(new RawRecord(0, i, eventMs + 1_000, new byte[0]), eventMs);
    }
    return reach;
  }

  private static final long LAST_APPENDED = 9 * 60_000L + 1_000;

  @Test
  void windowsAreFinishedAMinuteBeforeTheNewestEventThatLiveHasRead() {
    assertThat(reach(Map.of(0, 5L), LAST_APPENDED + 31_000).finishedNs())
        .isEqualTo((MS + 4 * 60_000L - 60_000L) * NS_PER_MS);
  }

  @Test
  void allAreFinishedWhenLiveHasReadAllAndNothingCameForHalfAMinute() {
    assertThat(reach(Map.of(0, 10L), LAST_APPENDED + 30_001).finishedNs())
        .isEqualTo(Long.MAX_VALUE);
    assertThat(reach(Map.of(0, 10L), LAST_APPENDED + 29_000).finishedNs())
        .isEqualTo((MS + 8 * 60_000L) * NS_PER_MS);
  }

  @Test
  void noneAreWhereLiveNeverRead() {
    LiveReach reach = reach(Map.of(), LAST_APPENDED + 60_000);
    assertThat(reach.isAbsent()).isTrue();
    assertThat(reach.finishedNs()).isEqualTo(Long.MIN_VALUE);
  }
}
