package io.weir.streams.sli;

import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.slo.v1.CustomIndicator;
import io.weir.slo.v1.SloDefinition;
import io.weir.streams.TestFlows;
import io.weir.streams.edge.CustomTally;
import io.weir.streams.edge.CustomTally.GoodTotal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustomIndicatorsTest {
  private static SloDefinition slo(String name, String... customs) {
    SloDefinition.Builder slo = SloDefinition.newBuilder().setName(name).setEffectiveFromNs(T0);
    for (int i = 0; i < customs.length; i += 3) {
      slo.addCustom(
          CustomIndicator.newBuilder()
              .setName(customs[i])
              .setGood(customs[i + 1])
              .setTotal(customs[i + 2]));
    }
    return slo.build();
  }

  @Test
  void flowIsGoodWhenItFulfilsBothConditions() {
    CustomIndicators custom =
        CustomIndicators.of(
            List.of(slo("a", "fast", "_flow.l7.latency_ns < 100u", "_flow.l7.http.code != 0u")));
    assertThat(custom.count(TestFlows.response(200, 50), T0))
        .isEqualTo(CustomTally.one("fast", true));
    assertThat(custom.count(TestFlows.response(200, 150), T0).byName())
        .containsEntry("fast", new GoodTotal(0, 1));
    assertThat(custom.count(TestFlows.syn(), T0)).isEqualTo(CustomTally.NONE);
  }

  @Test
  void nothingCountsBeforeTheStart() {
    CustomIndicators custom = CustomIndicators.of(List.of(slo("a", "all", "true", "true")));
    assertThat(custom.count(TestFlows.syn(), T0 - 1)).isEqualTo(CustomTally.NONE);
    assertThat(custom.count(TestFlows.syn(), T0)).isEqualTo(CustomTally.one("all", true));
  }

  @Test
  void mistakesAreRefusedOneByOneWithTheReason() {
    CustomIndicators custom =
        CustomIndicators.of(
            List.of(
                slo("b", "all", "true", "true"),
                slo(
                    "a",
                    "all",
                    "true",
                    "true",
                    "tcp-connect",
                    "true",
                    "true",
                    "",
                    "true",
                    "true",
                    "typo",
                    "_flow.verdikt",
                    "true")));
    assertThat(custom.size()).isEqualTo(1);
    assertThat(custom.refused())
        .hasSize(4)
        .contains("a/tcp-connect: name: tcp-connect (expected: no built-in indicator)")
        .contains("b/all: name: taken (expected: one of its own)")
        .anySatisfy(reason -> assertThat(reason).startsWith("a/typo: good: at column 6"));
  }

  @Test
  void numberOfIndicatorsIsBounded() {
    List<SloDefinition> many = new ArrayList<>();
    for (int i = 0; i <= CustomIndicators.INDICATORS_MAX; i++) {
      many.add(slo("slo-%03d".formatted(i), "custom-" + i, "true", "true"));
    }
    CustomIndicators custom = CustomIndicators.of(many);
    assertThat(custom.size()).isEqualTo(CustomIndicators.INDICATORS_MAX);
    assertThat(custom.refused())
        .containsExactly("slo-100/custom-100: too many indicators (expected: at most 100)");
  }
}
