package io.weir.faults;

import io.weir.collector.simulation.ReportLines;
import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.Scenarios;
import io.weir.collector.simulation.Simulation;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A scenario as a file for a collector to read, {@code hubble observe -o json}.
 *
 * @param feed its truth, and the ends of its hour as the only records
 * @param lines reports in the file
 * @param point so many reports into the file a fault happens, chosen by the seed
 */
record Reports(Path path, Feed feed, long lines, long point) {
  /** Of those of {@link Feed} the ones without probes, which Hubble does not report. */
  private static final List<String> SCENARIOS =
      List.of("bad-rollout", "service-down", "dns-timeouts", "slow-dependency");

  private static final double SCALE = 0.6;

  /** Writes the scenario of a seed, beginning at an hour of its day. */
  static Reports write(String kind, long seed, int hour, Path folder) throws IOException {
    String name = SCENARIOS.get(Math.floorMod(kind.hashCode() + (int) seed, SCENARIOS.size()));
    Scenario scenario = Scenarios.all().get(name);
    Simulation simulation =
        new Simulation(scenario, seed, SCALE, scenario.startTime().plus(Duration.ofHours(hour)));
    Path file = folder.resolve(name + "-" + seed + ".jsonl");
    long lines = 0;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      while (simulation.hasNext()) {
        Optional<String> line = ReportLines.hubble(simulation.next().event());
        if (line.isPresent()) {
          out.write(line.get());
          out.write('\n');
          lines++;
        }
      }
    }
    Feed feed =
        new Feed(name, seed, simulation.startNs(), Feed.ends(simulation), 0, simulation.truth());
    long point = lines / 4 + new SplittableRandom(seed).nextLong(lines / 4);
    return new Reports(file, feed, lines, point);
  }
}
