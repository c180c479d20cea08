package io.weir.bench;

import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.Scenarios;
import io.weir.collector.simulation.Simulation;
import io.weir.quality.Detection;
import io.weir.quality.FaultCase;
import io.weir.quality.FaultCase.Acts;
import io.weir.quality.FaultRun;
import io.weir.quality.Quiet;
import io.weir.quality.QuietMonth;
import io.weir.quality.QuietMonth.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How good alerts are: what people are told of each fault of the simulator, and what in a month
 * without one. Without Kafka, in simulated time. From the root of the checkout:
 *
 * <pre>
 * mvn -q -pl tests -am test-compile dependency:build-classpath -Dmdep.outputFile=target/bench.classpath &amp;&amp;
 *   java -Xmx2g -cp "tests/target/test-classes:$(cat tests/target/bench.classpath)" io.weir.bench.AlertQualityBenchmark
 * </pre>
 *
 * <p>Equal options give equal tables. See {@code docs/reference/benchmarks.md} for how to read
 * them.
 */
@Command(
    name = "AlertQualityBenchmark",
    description = "Detection delay, true causes among the first three, and pages in a quiet month.")
public final class AlertQualityBenchmark implements Callable<Integer> {
  /** Its faults are those that other scenarios have alone. */
  private static final Set<String> REPEATED = Set.of("demo");

  /** Faults that are told within minutes, and a cluster without one. */
  private static final List<String> QUICK =
      List.of("policy-denial", "service-down", "expired-certificate", "calm-shop");

  private static final int SEEDS = 3;
  private static final int DAYS = 30;
  private static final int ROUNDS = 15;
  private static final int QUICK_DAYS = 3;
  private static final int QUICK_ROUNDS = 4;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Runs of each fault, each with another seed, 1 to 20 (default: " + SEEDS + ").")
  private int seeds;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "Quiet days of each cluster and traffic, 1 to 365 (default: " + DAYS + ").")
  private int days;

  @Option(
      names = "--scenarios",
      paramLabel = "NAME",
      split = ",",
      description = "Those alone (default: all but demo, which repeats the others).")
  private List<String> names = List.of();

  @Option(
      names = "--scale",
      paramLabel = "X",
      defaultValue = "1",
      description = "Factor for the rate of all traffic, 0.01 to 100 (default: ${DEFAULT-VALUE}).")
  private double scale;

  @Option(
      names = "--quick",
      description =
          "Three faults of ten minutes, one seed, and "
              + QUICK_DAYS
              + " quiet days of one cluster. Other faults are not told in so short a time.")
  private boolean quick;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  private boolean help;

  /** See the class. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new AlertQualityBenchmark()).execute(args));
  }

  @Override
  public Integer call() {
    names = quick && names.isEmpty() ? QUICK : names;
    seeds = seeds == 0 ? (quick ? 1 : SEEDS) : seeds;
    days = days == 0 ? (quick ? QUICK_DAYS : DAYS) : days;
    SortedMap<String, Scenario> all = Scenarios.all();
    List<String> problems = problems(all);
    if (!problems.isEmpty()) {
      problems.forEach(System.err::println);
      return 2;
    }
    long beganNs = System.nanoTime();
    SortedMap<String, Scenario> scenarios = chosen(all);
    Acts acts = quick ? Acts.QUICK : Acts.DEFAULT;
    AlertQualityReport report = new AlertQualityReport(acts, seeds, scale);
    System.out.print(report.faults(faults(scenarios, acts)));
    System.out.print(report.quiet(quiet(scenarios)));
    System.out.printf("%n%d s%n", Duration.ofNanos(System.nanoTime() - beganNs).toSeconds());
    return 0;
  }

  private List<String> problems(Map<String, Scenario> all) {
    List<String> problems = new ArrayList<>();
    between(problems, "--seeds", seeds, 1, 20);
    between(problems, "--days", days, 1, 365);
    between(problems, "--scale", scale, 0.01, Math.min(100, Simulation.SCALE_MAX));
    for (String name : names) {
      if (!all.containsKey(name)) {
        problems.add("--scenarios: " + name + " (expected: some of " + all.keySet() + ")");
      }
    }
    return problems;
  }

  private static void between(
      List<String> problems, String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      problems.add("%s: %s (expected: %s to %s)".formatted(name, value, least, most));
    }
  }

  private SortedMap<String, Scenario> chosen(SortedMap<String, Scenario> all) {
    SortedMap<String, Scenario> chosen = new TreeMap<>(all);
    chosen
        .keySet()
        .removeIf(name -> names.isEmpty() ? REPEATED.contains(name) : !names.contains(name));
    return chosen;
  }

  /** By case, with all its seeds. Runs are independent of each other, so they may be parallel. */
  private List<List<Detection>> faults(Map<String, Scenario> scenarios, Acts acts) {
    return scenarios.entrySet().stream()
        .flatMap(entry -> FaultCase.of(entry.getKey(), entry.getValue(), acts).stream())
        .toList()
        .parallelStream()
        .map(
            fault ->
                LongStream.rangeClosed(1, seeds)
                    .mapToObj(seed -> FaultRun.of(fault, seed, scale))
                    .toList())
        .toList();
  }

  /** Where a scenario has a fault, the cluster without it is the same as in all others. */
  private List<Quiet> quiet(Map<String, Scenario> scenarios) {
    return scenarios.entrySet().stream()
        .filter(entry -> entry.getValue().incidents().isEmpty())
        .flatMap(
            entry ->
                Arrays.stream(Traffic.values())
                    .flatMap(
                        traffic -> Stream.of(new Month(entry.getKey(), entry.getValue(), traffic))))
        .toList()
        .parallelStream()
        .map(this::quiet)
        .toList();
  }

  private record Month(String name, Scenario scenario, Traffic traffic) {}

  private Quiet quiet(Month month) {
    return QuietMonth.record(
            month.name(),
            month.scenario(),
            month.traffic(),
            1,
            scale,
            quick ? QUICK_ROUNDS : ROUNDS)
        .play(Duration.ofDays(days), 1);
  }
}
