package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "500ms,PT0.5S",
    "10s,PT10S",
    "5m,PT5M",
    "1h,PT1H",
    "7d,PT168H",
    "1h30m,PT1H30M",
    "0,PT0S",
    "1.5s,PT1.5S",
    "3us,PT0.000003S",
    "9ns,PT0.000000009S"
  })
  void durationsCarryTheirUnit(String text, Duration duration) {
    assertThat(Quantity.duration(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "-5s", "5 s", "s", "5S", "1.5ns", "5m!", "99999999d", "PT5S"})
  void whatIsNoDurationIsNone(String text) {
    assertThat(Quantity.duration(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0,0", "1048576,1048576", "1_000,1000", "10MB,10000000", "64MiB,67108864", "1.5KiB,1536",
    "2 GiB,2147483648", "1TB,1000000000000", "7B,7", "1kB,1000", "1KB,1000", "3TiB,3298534883328"
  })
  void sizesCarryTheirUnit(String text, long bytes) {
    assertThat(Quantity.bytes(text)).contains(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1mb", "1.5B", "lots", "1kiB", "99999999999TiB", "MiB"})
  void whatIsNoSizeIsNone(String text) {
    assertThat(Quantity.bytes(text)).isEmpty();
  }

  @Property
  void whatIsPrintedReadsBack(@ForAll @LongRange(min = 0) long number) {
    Duration duration = Duration.ofNanos(number);

    assertThat(Quantity.duration(Quantity.print(duration))).isEqualTo(Optional.of(duration));
    assertThat(Quantity.bytes(Quantity.print(number))).contains(number);
  }
}
