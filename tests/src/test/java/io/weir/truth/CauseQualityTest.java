package io.weir.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.alerting.cause.CauseFinder;
import io.weir.alerting.cause.Diagnosis;
import io.weir.alerting.cause.Score;
import io.weir.alerting.cause.Target;
import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.Scenarios;
import io.weir.collector.simulation.Truth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether the true cause is among the first three, in every scenario with a fault, for every SLO
 * that burns, at the moment it begins to. Prints a table.
 */
class CauseQualityTest {
  private static final SortedMap<String, Scenario> SCENARIOS = Scenarios.all();

  /** One in the suite; {@code -Dweir.cause.seeds=3} asks for more, and for the demo. */
  private static final long SEEDS = Long.getLong("weir.cause.seeds", 1);

  private static final double SCALE = 4;

  static Stream<String> faulty() {
    return SCENARIOS.entrySet().stream()
        .filter(entry -> !entry.getValue().incidents().isEmpty())
        // The demo has one incident after the other of those that others have alone, and takes
        // longest.
        .filter(entry -> SEEDS > 1 || entry.getValue().incidents().size() == 1)
        .map(Map.Entry::getKey);
  }

  static Stream<String> quiet() {
    return SCENARIOS.entrySet().stream()
        .filter(entry -> entry.getValue().incidents().isEmpty())
        .map(Map.Entry::getKey);
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void theTrueCauseIsAmongTheFirstThree(String name) {
    List<String> missed = new ArrayList<>();
    Set<String> found = new HashSet<>();
    // One round of the demo has as many incidents as the others have seeds.
    long seeds = SCENARIOS.get(name).incidents().size() > 1 ? 1 : SEEDS;
    if (name.equals("oom-killed")) {
      // A container is back soon: with two seeds of three some objective burns meanwhile.
      seeds = Math.max(seeds, 3);
    }
    for (long seed = 1; seed <= seeds; seed++) {
      CauseWorld world = new CauseWorld(SCENARIOS.get(name), seed, SCALE);
      String seedText = "seed " + seed;
      Set<String> seen = new HashSet<>();
      long endNs = world.simulation.endNs();
      for (long nowNs = world.simulation.startNs() + 4 * CauseWorld.WINDOW_NS;
          nowNs <= endNs;
          nowNs += CauseWorld.WINDOW_NS) {
        long now = nowNs;
        var incident = world.incident(now);
        if (incident.isEmpty()) {
          continue;
        }
        CauseWorld.Moment moment = world.at(now);
        world
            .burning(moment)
            .forEach(
                (text, target) -> {
                  if (!world.isAlwaysBad(moment, target)
                      && seen.add(incident.get().name() + text)) {
                    Diagnosis diagnosis = CauseFinder.find(world.input(moment, target));
                    int rank =
                        TrueCause.rank(diagnosis, incident.get().kind(), incident.get().subject());
                    print(name, text, incident.get(), now, rank, diagnosis);
                    if (rank < 1 || rank > 3) {
                      missed.add(seedText + ": " + text);
                    } else {
                      found.add(incident.get().name());
                    }
                  }
                });
      }
    }
    assertThat(missed).isEmpty();
    assertThat(found).hasSameSizeAs(SCENARIOS.get(name).incidents());
  }

  /** Whoever names a cause where nothing is wrong is wrong: every indicator, each half minute. */
  @ParameterizedTest
  @MethodSource("quiet")
  void nothingIsNamedWhereNothingIsWrong(String name) {
    List<String> named = new ArrayList<>();
    int asked = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      CauseWorld world = new CauseWorld(SCENARIOS.get(name), seed, SCALE);
      for (long nowNs = world.simulation.startNs() + 6 * CauseWorld.WINDOW_NS;
          nowNs <= world.simulation.endNs();
          nowNs += 3 * CauseWorld.WINDOW_NS) {
        CauseWorld.Moment moment = world.at(nowNs);
        for (Target target : world.targets(moment)) {
          asked++;
          Diagnosis diagnosis = CauseFinder.find(world.input(moment, target));
          if (diagnosis.isFound()) {
            named.add("seed " + seed + " " + target + ": " + diagnosis.causes());
          }
        }
      }
    }
    System.out.printf("%-20s asked %d times, named a cause %d times%n", name, asked, named.size());
    assertThat(asked).isPositive();
    assertThat(named).isEmpty();
  }

  /** One row of the table; what was named above the true cause stands beneath it. */
  private static void print(
      String name,
      String text,
      Truth.Incident incident,
      long nowNs,
      int rank,
      Diagnosis diagnosis) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %d s | %s %s | %s | %s |%n",
        name,
        text,
        CauseWorld.since(incident, nowNs).toSeconds(),
        incident.kind(),
        incident.subject(),
        rank == 0 ? "not named" : rank,
        rank == 0 ? "" : parts(diagnosis.causes().get(rank - 1).score()));
    diagnosis.causes().stream()
        .limit(rank == 0 ? 3 : rank - 1)
        .forEach(cause -> System.out.println("    " + parts(cause.score()) + cause.sentence()));
    if (diagnosis.causes().isEmpty()) {
      System.out.println("    " + diagnosis.sentence());
    }
  }

  private static String parts(Score score) {
    return String.format(
        Locale.ROOT,
        "%.2f = coverage %.2f, timing %.2f, specificity %.2f, place %.2f ",
        score.value(),
        score.coverage(),
        score.timing(),
        score.specificity(),
        score.place());
  }
}
