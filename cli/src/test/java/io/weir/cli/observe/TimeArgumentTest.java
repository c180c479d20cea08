package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TimeArgumentTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final ZoneId ZONE = ZoneId.of("+01:00");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3s | 2026-03-01T11:59:57Z",
        "1h43m | 2026-03-01T10:17:00Z",
        "1.5h | 2026-03-01T10:30:00Z",
        "2026-01-05T10:00:00Z | 2026-01-05T10:00:00Z",
        "2026-01-05T10:00:00.123456789+01:00 | 2026-01-05T09:00:00.123456789Z",
        "2026-01-05T10:20+01:00 | 2026-01-05T09:20:00Z",
        "2026-01-05T10Z | 2026-01-05T10:00:00Z",
        "2026-01-05 | 2026-01-04T23:00:00Z",
        "Mon, 05 Jan 2026 10:00:00 +0000 | 2026-01-05T10:00:00Z",
        "3d | 2026-02-26T12:00:00Z",
        "0s | 2026-03-01T12:00:00Z",
        "2026-01-05T10:00:00.5+01:00 | 2026-01-05T09:00:00.500Z",
        "Jan  5 10:00:00.123 | 2026-01-05T09:00:00.123Z",
        "Dec 31 10:00:00.123 | 2025-12-31T09:00:00.123Z",
        "Mar  2 10:00:00.123 | 2026-03-02T09:00:00.123Z",
        "Feb 29 10:00:00.123 | 2024-02-29T09:00:00.123Z",
      })
  void understands(String text, Instant expected) {
    assertThat(TimeArgument.parse("--since", text, NOW, ZONE)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"''", "5", "5x", "5m!", "2026-13-01", "later"})
  void refuses(String text) {
    assertThatThrownBy(() -> TimeArgument.parse("--since", text, NOW, ZONE))
        .hasMessageContaining("--since: " + text + " (expected: like 5m");
  }

  /** What is printed can be given back. */
  @ParameterizedTest
  @EnumSource(TimeFormat.class)
  void readsWhatItsFormatsPrint(TimeFormat format) {
    Instant time = Instant.parse("2026-01-05T10:11:12.5Z");
    String text = format.format(time, ZONE);
    assertThat(TimeArgument.parse("--since", text, NOW, ZONE))
        .isBetween(time.minus(Duration.ofDays(1)), time);
  }

  @Test
  void durationsAddUp() {
    assertThat(Durations.parse("1m30s250ms")).contains(Duration.ofMillis(90_250));
    assertThat(Durations.parse("")).isEmpty();
    assertThat(Durations.parse("99999999999999999999h")).isEmpty();
  }
}
