package io.weir.collector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.ingest.v1.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the events and the truth of every scenario. */
class SimulationTest {
  // Enough for every kind of event, and quick.
  private static final double SCALE = 0.3;

  private static final String OOM_KILLED_1 =
      "0d83c110920ce97859f8d8f84eca285a581b2811d2c023f9645aaf1015c975ab";

  /** Another one at each run, for what must hold for any. */
  private static final long SEED = Long.getLong("weir.simulation.seed", System.nanoTime());

  @BeforeAll
  static void tellTheSeed() {
    System.out.println("Run again with -Dweir.simulation.seed=" + SEED);
  }

  static List<String> files() {
    return ScenarioFiles.names();
  }

  @ParameterizedTest
  @MethodSource("files")
  void equalSeedsAreEqualBytes(String name) throws IOException {
    assertThat(text(name, 7)).isEqualTo(text(name, 7));
  }

  @Test
  void anotherSeedIsAnotherCluster() throws IOException {
    assertThat(text("calm-shop", 7)).isNotEqualTo(text("calm-shop", 8));
  }

  /** Written down once: another machine, another Java or a careless change would differ. */
  @Test
  void seedOneIsTheSameEverywhere() throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(text("oom-killed", 1).getBytes(StandardCharsets.UTF_8));
    assertThat(HexFormat.of().formatHex(hash)).isEqualTo(OOM_KILLED_1);
  }

  @Test
  void manyThreadsGiveWhatOneGives() throws Exception {
    String alone = text("packet-loss", 3);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<String>> same = Collections.nCopies(4, () -> text("packet-loss", 3));
      for (Future<String> one : threads.invokeAll(same)) {
        assertThat(one.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void outcomesOfEachWindowAddUpToItsAttempts(String name) {
    run(name, SEED)
        .truth()
        .edges()
        .forEach(
            (edge, slots) ->
                slots.forEach(
                    (slot, counts) -> {
                      assertThat(
                              Counts.get(counts, Counts.ESTABLISHED)
                                  + Counts.get(counts, Counts.REFUSED)
                                  + Counts.get(counts, Counts.UNANSWERED))
                          .as("%s %s", edge.text(), slot)
                          .isEqualTo(Counts.get(counts, Counts.ATTEMPTS));
                      long answers =
                          counts.entrySet().stream()
                              .filter(count -> count.getKey().startsWith(Counts.ANSWERS))
                              .mapToLong(java.util.Map.Entry::getValue)
                              .sum();
                      assertThat(answers + Counts.get(counts, Counts.DNS_UNANSWERED))
                          .as("%s %s", edge.text(), slot)
                          .isEqualTo(Counts.get(counts, Counts.QUERIES));
                      assertThat(Counts.get(counts, Counts.RESET))
                          .isLessThanOrEqualTo(Counts.get(counts, Counts.CLOSED));
                    }));
  }

  @ParameterizedTest
  @MethodSource("files")
  void smallWindowsAddUpToLargeOnes(String name) {
    run(name, SEED)
        .truth()
        .edges()
        .forEach(
            (edge, slots) -> {
              var tens = added(slots, Truth.LENGTHS_NS.get(0), Truth.LENGTHS_NS.get(1));
              assertThat(tens)
                  .as(edge.text())
                  .isEqualTo(added(slots, Truth.LENGTHS_NS.get(1), Truth.LENGTHS_NS.get(1)));
              assertThat(added(slots, Truth.LENGTHS_NS.get(0), Truth.LENGTHS_NS.get(2)))
                  .as(edge.text())
                  .isEqualTo(added(slots, Truth.LENGTHS_NS.get(2), Truth.LENGTHS_NS.get(2)));
            });
  }

  /** Windows of one length added up to another; {@code unseen} names windows and does not add. */
  private static SortedMap<Truth.Slot, SortedMap<String, Long>> added(
      SortedMap<Truth.Slot, SortedMap<String, Long>> slots, long fromNs, long toNs) {
    SortedMap<Truth.Slot, SortedMap<String, Long>> sums = new TreeMap<>();
    slots.forEach(
        (slot, counts) -> {
          if (slot.lengthNs() == fromNs) {
            var sum =
                sums.computeIfAbsent(Truth.Slot.of(toNs, slot.startNs()), key -> new TreeMap<>());
            counts.forEach((key, count) -> sum.merge(key, count, Long::sum));
            sum.remove(Counts.UNSEEN);
          }
        });
    return sums;
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyReportIsCountedAndNoneIsThereTwice(String name) {
    Simulation simulation = new Simulation(ScenarioFiles.read(name), SEED, 1);
    Set<String> uuids = new HashSet<>();
    long flows = 0;
    long lost = 0;
    long last = Long.MIN_VALUE;
    while (simulation.hasNext()) {
      Arrival arrival = simulation.next();
      assertThat(arrival.ns()).isGreaterThanOrEqualTo(last);
      last = arrival.ns();
      Event event = arrival.event();
      if (event.hasFlow()) {
        flows++;
        assertThat(uuids.add(event.getFlow().getUuid())).isTrue();
        assertThat(event.getFlow().getNodeName()).isEqualTo(event.getNode());
      } else if (event.hasLoss()) {
        lost += event.getLoss().getCount();
      }
    }
    assertThat(flows).isPositive();
    Truth truth = simulation.truth();
    assertThat(hours(truth, Counts.FLOWS)).isEqualTo(flows);
    assertThat(truth.losses().stream().mapToLong(Truth.Loss::count).sum()).isEqualTo(lost);
    assertThat(lost > 0).isEqualTo(name.equals("lost-reports"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyIncidentHurtsSomebodyAndCalmScenariosNobody(String name) {
    Simulation simulation = run(name, 1);
    assertThat(simulation.incidents())
        .allSatisfy(incident -> assertThat(incident.hit()).as(incident.name()).isNotEmpty());
    if (simulation.incidents().isEmpty()) {
      Truth truth = simulation.truth();
      assertThat(truth.drops()).isEmpty();
      assertThat(hours(truth, Counts.REFUSED) + hours(truth, Counts.UNANSWERED)).isZero();
      assertThat(hours(truth, Counts.RESPONSES + "503")).isZero();
    }
  }

  @Test
  void scaleMultipliesTheTraffic() {
    Scenario scenario = ScenarioFiles.read("calm-shop");
    long one = flows(new Simulation(scenario, 1, 1));
    long four = flows(new Simulation(scenario, 1, 4));
    assertThat(four / (double) one).isBetween(3.0, 5.0);
  }

  private static long hours(Truth truth, String name) {
    return truth.edges().values().stream()
        .flatMap(slots -> slots.entrySet().stream())
        .filter(slot -> slot.getKey().lengthNs() == Truth.LENGTHS_NS.get(2))
        .mapToLong(slot -> Counts.get(slot.getValue(), name))
        .sum();
  }

  private static long flows(Simulation simulation) {
    long flows = 0;
    while (simulation.hasNext()) {
      flows += simulation.next().event().hasFlow() ? 1 : 0;
    }
    return flows;
  }

  private static Simulation run(String name, long seed) {
    Simulation simulation = new Simulation(ScenarioFiles.read(name), seed, 1);
    flows(simulation);
    return simulation;
  }

  private static String text(String name, long seed) throws IOException {
    Simulation simulation = new Simulation(ScenarioFiles.read(name), seed, SCALE);
    List<String> lines = new ArrayList<>();
    while (simulation.hasNext()) {
      Event event = simulation.next().event();
      lines.add(ReportLines.hubble(event).orElseGet(() -> ReportLines.ingest(event)));
    }
    StringBuilder truth = new StringBuilder();
    TruthJson.write(name, seed, SCALE, simulation, truth);
    lines.add(truth.toString());
    return String.join("\n", lines);
  }
}
