package io.weir.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Verdict;
import org.junit.jupiter.api.Test;

class FlowConditionTest {
  private static final Flow DROPPED =
      Flow.newBuilder()
          .setVerdict(Verdict.DROPPED)
          .setSource(Endpoint.newBuilder().setNamespace("shop"))
          .build();

  @Test
  void fieldsAndEnumConstantsHaveTheirNamesInTheProto() {
    assertThat(
            FlowCondition.compile(
                    "_flow.verdict == Verdict.DROPPED && _flow.source.namespace == 'shop'")
                .test(DROPPED))
        .isTrue();
    assertThat(FlowCondition.compile("_flow.verdict == Verdict.FORWARDED").test(DROPPED)).isFalse();
  }

  @Test
  void errorWhileEvaluatingIsNoMatch() {
    assertThat(FlowCondition.compile("_flow.source.labels[3] == 'x'").test(DROPPED)).isFalse();
  }

  @Test
  void mistakeIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> FlowCondition.compile("_flow.verdikt == 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("at column 6: ");
    assertThatThrownBy(() -> FlowCondition.compile("_flow.source.namespace"))
        .hasMessage("of type string (expected: bool)");
  }

  @Test
  void expressionsAreBounded() {
    assertThatThrownBy(() -> FlowCondition.compile(" ".repeat(CelLimits.LENGTH_MAX) + "true"))
        .isInstanceOf(CelLimitException.class)
        .hasMessage("too long (expected: at most 4096 characters)");
  }
}
