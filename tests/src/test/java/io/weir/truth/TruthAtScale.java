package io.weir.truth;

import io.weir.cli.simulate.Comparison;
import io.weir.collector.simulation.Scenarios;
import io.weir.collector.simulation.Simulation;
import io.weir.collector.simulation.Truth;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The comparison of {@link RulesTruthTest} with many times as much traffic: for each scenario how
 * many counts differ from the truth. Not part of {@code ./weir verify}; started as the benchmarks
 * are, see {@code docs/reference/benchmarks.md}.
 */
@Command(
    name = "TruthAtScale",
    description = "Counts of every scenario against its truth, at a large scale.")
public final class TruthAtScale implements Callable<Integer> {
  @Option(
      names = "--scale",
      paramLabel = "X",
      defaultValue = "20",
      description = "How many times the scenario's traffic, 1 to 100 (default: ${DEFAULT-VALUE}).")
  private double scale;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the simulation (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--scenario",
      paramLabel = "NAME,…",
      split = ",",
      description = "Only these (default: all).")
  private Set<String> only = Set.of();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  private boolean help;

  /** See the class. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new TruthAtScale()).execute(args));
  }

  /** Ends with 1 when counts differ. */
  @Override
  public Integer call() {
    Set<String> names = new TreeSet<>(only.isEmpty() ? Scenarios.all().keySet() : only);
    if (scale < 1 || scale > 100 || !Scenarios.all().keySet().containsAll(names)) {
      System.err.printf(
          "--scale: %s (expected: 1 to 100); --scenario: %s (expected: of %s)%n",
          scale, names, Scenarios.all().keySet());
      return 2;
    }
    System.out.printf("%-20s%14s%14s%14s%n", "SCENARIO", "FLOWS", "COMPARED", "DIFFERENT");
    long different = 0;
    for (String name : names) {
      Simulation simulation = new Simulation(Scenarios.all().get(name), seed, scale);
      Comparison.Result result = Comparison.of(simulation.truth(), RulesOnly.count(simulation));
      System.out.printf(
          Locale.ROOT,
          "%-20s%,14d%,14d%,14d%n",
          name,
          flows(simulation.truth()),
          result.compared(),
          result.differences().size());
      different += result.differences().size();
    }
    return different == 0 ? 0 : 1;
  }

  /** How many flows edges count, by the longest windows. */
  private static long flows(Truth truth) {
    long longestNs = Collections.max(Truth.LENGTHS_NS);
    return truth.edges().values().stream()
        .flatMap(slots -> slots.entrySet().stream())
        .filter(slot -> slot.getKey().lengthNs() == longestNs)
        .mapToLong(slot -> slot.getValue().getOrDefault("flows", 0L))
        .sum();
  }
}
