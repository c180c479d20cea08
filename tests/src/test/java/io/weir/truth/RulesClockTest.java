package io.weir.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.simulate.Comparison;
import io.weir.cli.simulate.Difference;
import io.weir.collector.simulation.Counts;
import io.weir.collector.simulation.Deliveries;
import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.Scenarios;
import io.weir.collector.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rules of the jobs, where one node's clock is wrong and one node reports later than the rest:
 * what belongs together is told apart neither by time nor by order.
 */
class RulesClockTest {
  private static final long TEN_SECONDS = Duration.ofSeconds(10).toNanos();
  private static final String NODE = "node-2";
  private static final double SCALE = 0.2;
  private static final int SEEDS = 3;

  @ParameterizedTest
  @CsvSource({
    "calm-shop, 2, node-1", "calm-shop, 2, node-2", "calm-shop, -2, node-1",
    "calm-shop, -2, node-2", "calm-shop, 5, node-1", "calm-shop, 5, node-2",
    "calm-shop, -5, node-1", "calm-shop, -5, node-2", "calm-shop, 9, node-1",
    "calm-shop, 9, node-2", "calm-shop, -9, node-1", "calm-shop, -9, node-2",
    "rush-hour, 9, node-1", "rush-hour, 9, node-2", "rush-hour, -9, node-1",
    "rush-hour, -9, node-2", "address-reuse, 9, node-2", "address-reuse, -9, node-1",
    "packet-loss, 5, node-2", "packet-loss, -5, node-1", "service-down, 9, node-2",
    "service-down, -9, node-1", "bad-rollout, 9, node-2",
  })
  void everyTotalIsTrueWhileClocksAreLessThanTenSecondsApart(
      String name, long aheadSeconds, String late) {
    assertThat(differences(name, Duration.ofSeconds(aheadSeconds), late)).isEmpty();
  }

  /** Otherwise the test above would hold for nothing. */
  @Test
  void connectionsCountTwiceWhenClocksAreFurtherApart() {
    assertThat(differences("calm-shop", Duration.ofSeconds(30), NODE))
        .extracting(Difference::name)
        .contains(Counts.ATTEMPTS, Counts.CLOSED, Counts.DELIVERED)
        .doesNotContain(Counts.FLOWS, Counts.REQUESTS, Counts.QUERIES);
  }

  private static List<Difference> differences(String name, Duration ahead, String late) {
    List<Difference> differences = new ArrayList<>();
    Scenario calm = Scenarios.all().get(name);
    Scenario off = Variants.with(calm, calm.duration(), NODE, Variants.clock(ahead));
    Scenario scenario =
        Variants.with(off, calm.duration(), late, Variants.late(Duration.ofSeconds(3)));
    for (long seed = 1; seed <= SEEDS; seed++) {
      Simulation simulation = new Simulation(scenario, seed, SCALE);
      var counted = RulesOnly.count(new Deliveries(simulation, seed, name));
      Comparison.Result result = Comparison.ofTotals(simulation.truth(), counted, TEN_SECONDS);
      assertThat(result.compared()).isGreaterThan(50);
      differences.addAll(result.differences());
    }
    return differences;
  }
}
