package io.weir.relay.observe.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexCostTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "abc 3",
        "a{10} 10",
        "a{10}b{10} 20",
        "a{2,30} 30",
        "a{5,} 5",
        "(ab){10} 40",
        "((a{10}){10}){10} 1220",
        "[a-z]{4} 4",
        "[]{]{4} 4",
        "\\d{4} 4",
        "a{x} 3",
        "(a{1000}){1000} 1002000",
      })
  void repetitionsMultiply(String regex, long cost) {
    assertThat(RegexCost.of(regex)).isEqualTo(cost);
  }
}
