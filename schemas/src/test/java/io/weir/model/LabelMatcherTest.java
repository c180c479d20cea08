package io.weir.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelMatcherTest {
  private static final Map<String, String> LABELS =
      Map.of("slo", "checkout-availability", "severity", "page");

  @ParameterizedTest
  @CsvSource({
    "slo=checkout-availability,true",
    "slo=checkout,false",
    "slo!=checkout,true",
    "slo!=checkout-availability,false",
    "slo=~checkout.*,true",
    "slo=~checkout,false",
    "severity=~page|ticket,true",
    "severity!~page|ticket,false",
    "team=,true",
    "team!=shop,true",
    "team=shop,false",
    "'slo=\"checkout-availability\"',true"
  })
  void aConditionHoldsOrNot(String text, boolean holds) {
    assertThat(LabelMatcher.parse(text).matches(LABELS)).isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "slo", "=x", "1slo=x", "slo~x", "s lo=x", "slo=~(", "slo=~a{2000}"})
  void whatCannotBeReadIsNamed(String text) {
    assertThatThrownBy(() -> LabelMatcher.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("matcher: " + text);
  }

  @Test
  void theLengthIsBounded() {
    assertThatThrownBy(() -> LabelMatcher.parse("slo=" + "x".repeat(LabelMatcher.LENGTH_MAX)))
        .hasMessageContaining("at most 500 characters");
  }

  /** One that backtracks would take years. */
  @Test
  void noExpressionTakesLong() {
    assertThat(LabelMatcher.parse("slo=~(a+)+b").matches(Map.of("slo", "a".repeat(5_000))))
        .isFalse();
  }

  @Test
  void whatMeansEverythingIsKnown() {
    assertThat(LabelMatcher.parse("slo=~.*").matchesNothingness()).isTrue();
    assertThat(LabelMatcher.parse("slo!=x").matchesNothingness()).isTrue();
    assertThat(LabelMatcher.parse("slo=x").matchesNothingness()).isFalse();
  }
}
