package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "499999999, 0s",
    "500000000, 1s",
    "59499999999, 59s",
    "59500000000, 1m0s",
    "3600000000000, 1h0m0s",
    "450190400000000, 125h3m10s",
  })
  void roundsToSecondsAndLeavesOutLeadingZeros(long ns, String text) {
    assertThat(GoDuration.seconds(ns)).isEqualTo(text);
  }
}
