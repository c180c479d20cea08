package io.weir.dashboards.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveResumptionTest {
  private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");

  private static String id(Instant time) {
    return time.getEpochSecond() + "000000000";
  }

  @Test
  void goesOnALittleBeforeTheBreak() {
    LiveResumption resumption = LiveResumption.of(id(NOW.minusSeconds(10)), NOW);

    assertThat(resumption.since()).contains(NOW.minusSeconds(15));
    assertThat(resumption.gapFrom()).isEmpty();
  }

  @Test
  void afterALongBreakThereIsAGap() {
    LiveResumption resumption = LiveResumption.of(id(NOW.minusSeconds(61)), NOW);

    assertThat(resumption.since()).isEmpty();
    assertThat(resumption.gapFrom()).contains(NOW.minusSeconds(61));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "x", "-1", "9999999999999999999"})
  void anythingElseBeginsAnew(String lastEventId) {
    assertThat(LiveResumption.of(lastEventId, NOW))
        .extracting(LiveResumption::since, LiveResumption::gapFrom)
        .containsExactly(java.util.Optional.empty(), java.util.Optional.empty());
  }
}
