package io.weir.truth;

import static io.weir.truth.ScenarioRounds.TEN_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.simulate.Counted;
import io.weir.cli.simulate.Difference;
import io.weir.collector.simulation.Counts;
import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.Scenarios;
import io.weir.collector.simulation.Simulation;
import io.weir.truth.JobsWorld.Partitions;
import io.weir.truth.ScenarioRounds.Round;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node is late, or its clock is wrong: what that does to the counts, and what it does not. */
class UnrulyNodeFaultIT {
  private static final List<Long> SEEDS = List.of(1L, 2L, 3L);
  private static final String NODE = "node-2";
  private static final double SCALE = 0.2;
  private static final Duration LATE = Duration.ofMinutes(10);

  /** Less than the clock that is furthest ahead: who was that late would be discarded. */
  private static final Duration ALLOWED_LATENESS = Duration.ofMinutes(11);

  // The rules take what the second node reports of a connection for another one, on the same
  // addresses and ports, when its clock is further off than that: ports are used again so soon.
  private static final Duration TOO_FAR_APART = Duration.ofSeconds(10);
  private static final Set<String> NOT_EXACT_TOO_FAR_APART =
      Set.of(
          Counts.ATTEMPTS,
          Counts.ESTABLISHED,
          Counts.UNANSWERED,
          Counts.CLOSED,
          Counts.DELIVERED,
          Counts.DNS_UNANSWERED);

  @TempDir static Path directory;

  private static JobsWorld world;
  private static ScenarioRounds run;

  @BeforeAll
  static void start() throws Exception {
    world =
        new JobsWorld(
            directory, 2, config -> Configs.withAllowedLateness(config, ALLOWED_LATENESS));
    run = new ScenarioRounds(world);
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @Test
  void tenMinutesOfLatenessOfOneNodeAreRevisedExactly() throws Exception {
    Scenario scenario =
        Variants.with(
            Scenarios.all().get("calm-shop"), LATE.plusMinutes(2), NODE, Variants.late(LATE));
    List<Round> rounds = new ArrayList<>();
    for (long seed : SEEDS) {
      Round round = run.begin(scenario, seed, SCALE);
      rounds.add(round);
      // Ten minutes of the others, and everybody has read them: windows without one of three nodes.
      round.sendUntil(LATE, Partitions.BY_KEY, delivery -> false);
      run.awaitFlows(0);
      Map<String, Long> published = totals(round);
      round.sendRest();
      assertThat(published).as("published before the late node").isNotEqualTo(truth(round));
    }
    ScenarioRounds.eventually(
        "every window is true",
        () -> {
          Counted counted = world.counted();
          for (Round round : rounds) {
            assertThat(round.differences(counted)).isEmpty();
          }
        });
    for (Round round : rounds) {
      RunningTotals consumer = consumer(round);
      assertThat(consumer.totals())
          .as("old values subtracted, new ones added")
          .isEqualTo(truth(round));
      assertThat(consumer.revisions()).isGreaterThan(100);
    }
    assertNothingDiscarded();
  }

  @Test
  void aWrongClockMovesEventsToOtherWindowsAndLosesNone() throws Exception {
    Map<Round, Duration> rounds = new LinkedHashMap<>();
    for (String ahead : List.of("1s", "-1s", "9s", "-9s", "30s", "-30s", "4m", "-4m", "14m")) {
      Duration clock = Duration.parse("PT" + ahead.toUpperCase(java.util.Locale.ROOT));
      Scenario calm = Scenarios.all().get("calm-shop");
      Scenario scenario = Variants.with(calm, calm.duration(), NODE, Variants.clock(clock));
      for (long seed : SEEDS) {
        Round round = run.begin(scenario, seed, SCALE);
        rounds.put(round, clock);
        round.sendRest();
      }
    }
    run.awaitFlows(0);
    ScenarioRounds.eventually(
        "every total is true",
        () -> {
          Counted counted = world.counted();
          rounds.forEach(
              (round, clock) ->
                  assertThat(unknown(round.differencesOfTotals(counted), clock))
                      .as("clock ahead by %s", clock)
                      .isEmpty());
        });
    assertNothingDiscarded();
    assertTheComparisonSeesDifferences(new ArrayList<>(rounds.keySet()));
  }

  private static List<Difference> unknown(List<Difference> differences, Duration clock) {
    boolean tooFar = clock.abs().compareTo(TOO_FAR_APART) > 0;
    return differences.stream()
        .filter(one -> !tooFar || !NOT_EXACT_TOO_FAR_APART.contains(one.name()))
        .toList();
  }

  /** Otherwise the test above would hold for nothing. */
  private static void assertTheComparisonSeesDifferences(List<Round> rounds) {
    Simulation other = rounds.get(1).simulation();
    Counted counted = rounds.get(0).counted(world.counted());
    assertThat(
            io.weir.cli.simulate.Comparison.ofTotals(other.truth(), counted, TEN_SECONDS)
                .differences())
        .hasSizeGreaterThan(20);
  }

  private static void assertNothingDiscarded() {
    assertThat(world.discarded()).isEmpty();
    assertThat(world.counter("weir_jobs_late_deltas")).isZero();
    assertThat(world.counter("weir_jobs_starts")).isEqualTo(1);
  }

  private static Map<String, Long> totals(Round round) {
    return consumer(round).totals();
  }

  private static RunningTotals consumer(Round round) {
    long hour = Duration.ofHours(1).toNanos();
    long from = round.startNs() / hour * hour;
    RunningTotals totals = new RunningTotals(TEN_SECONDS);
    world.edgeRecords(
        (key, window) -> {
          long start = window.getWindow().getStartNs();
          if (start >= from && start < from + hour) {
            totals.take(key, window);
          }
        });
    return totals;
  }

  /** The same names and sums from the truth. */
  private static Map<String, Long> truth(Round round) {
    Map<String, Long> totals = new TreeMap<>();
    round
        .simulation()
        .truth()
        .edges()
        .forEach(
            (edge, slots) ->
                slots.forEach(
                    (slot, counts) -> {
                      if (slot.lengthNs() == TEN_SECONDS) {
                        RunningTotals.NAMES.forEach(
                            name ->
                                totals.merge(
                                    RunningTotals.name(
                                        edge.client(), edge.server(), edge.port(), name),
                                    Counts.get(counts, name),
                                    Long::sum));
                      }
                    }));
    totals.values().removeIf(count -> count == 0);
    return totals;
  }
}
