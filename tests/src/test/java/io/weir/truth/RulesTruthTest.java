package io.weir.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.simulate.Comparison;
import io.weir.cli.simulate.Counted;
import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.Scenarios;
import io.weir.collector.simulation.Simulation;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the jobs, without Flink and Kafka, against the truth of every scenario. */
class RulesTruthTest {
  private static final Map<String, Scenario> SCENARIOS = Scenarios.all();
  private static final int SEEDS = 3;

  static Set<String> scenarios() {
    return SCENARIOS.keySet();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyCountIsTrue(String name) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Simulation simulation = new Simulation(SCENARIOS.get(name), seed, 1);
      Counted counted = RulesOnly.count(simulation);
      Comparison.Result result = Comparison.of(simulation.truth(), counted);
      assertThat(result.compared()).isGreaterThan(1_000);
      assertThat(result.differences()).as("%s with seed %d", name, seed).isEmpty();
    }
  }

  /** Otherwise the test above would hold for nothing. */
  @Test
  void anotherTruthIsTold() {
    Scenario scenario = SCENARIOS.get("calm-shop");
    Simulation one = new Simulation(scenario, 1, 1);
    Counted counted = RulesOnly.count(one);
    Simulation other = new Simulation(scenario, 2, 1);
    other.forEachRemaining(arrival -> {});
    assertThat(Comparison.of(other.truth(), counted).differences()).hasSizeGreaterThan(1_000);
    assertThat(Comparison.of(one.truth(), new Counted()).differences()).hasSizeGreaterThan(1_000);
  }
}
