package io.weir.relay.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StreamNumbersTest {
  private final StreamNumbers numbers = new StreamNumbers(2);

  @Test
  void aStreamMayBeginAnywhere() throws RefusedException {
    assertThat(numbers.accept("c", 41, 10)).isZero();
    assertThat(numbers.accept("c", 51, 1)).isZero();
  }

  @Test
  void repeatsAreCountedFromTheFront() throws RefusedException {
    numbers.accept("c", 1, 10);
    assertThat(numbers.accept("c", 6, 10)).isEqualTo(5);
    assertThat(numbers.accept("c", 2, 3)).isEqualTo(3);
    assertThat(numbers.accept("c", 16, 1)).isZero();
  }

  @Test
  void gapsAreRefused() throws RefusedException {
    numbers.accept("c", 1, 10);
    assertThatThrownBy(() -> numbers.accept("c", 12, 1)).isInstanceOf(RefusedException.class);
  }

  @Test
  void eachCollectorHasItsOwnNumbersAndThereAreNotTooMany() throws RefusedException {
    numbers.accept("a", 1, 10);
    numbers.accept("b", 100, 10);
    numbers.accept("a", 11, 10);
    assertThatThrownBy(() -> numbers.accept("c", 1, 1))
        .hasMessageContaining("at most 2 collectors");
  }
}
