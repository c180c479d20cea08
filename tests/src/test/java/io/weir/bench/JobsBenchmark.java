package io.weir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a flow costs in the stream jobs, from Kafka through all of their windows and back to Kafka,
 * beside a job that only copies the same records. From the root of the checkout:
 *
 * <pre>
 * mvn -q -pl tests -am test-compile dependency:build-classpath -Dmdep.outputFile=target/bench.classpath &amp;&amp;
 *   java -Xmx2g -cp "tests/target/test-classes:$(cat tests/target/bench.classpath)" io.weir.bench.JobsBenchmark
 * </pre>
 *
 * <p>Nothing is judged: see {@code docs/reference/benchmarks.md} for how to read it.
 */
@Command(
    name = "JobsBenchmark",
    description = "CPU of a flow in the stream jobs, beside a job that only copies.")
public final class JobsBenchmark implements Callable<Integer> {
  private static final int EDGES_MIN = 1_000;
  private static final int EDGES_MAX = 200_000;
  private static final int FLOWS_MIN = 10_000;
  private static final int FLOWS_MAX = 5_000_000;

  /** 2026-03-01T12:00:00Z. */
  private static final long START_NS = 1_772_366_400_000_000_000L;

  @Option(
      names = "--flows",
      paramLabel = "N",
      defaultValue = "600000",
      description = "Flows of each run (default: ${DEFAULT-VALUE}).")
  private int flows;

  @Option(
      names = "--edges",
      paramLabel = "N,…",
      split = ",",
      defaultValue = "50000",
      description = "Edges between a tenth as many workloads (default: ${DEFAULT-VALUE}).")
  private List<Integer> edges = List.of();

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "60000",
      description = "Flows for a second of event time (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds whose medians are reported, 1 to 20 (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--warm-ups",
      paramLabel = "N",
      defaultValue = "1",
      description = "Rounds before them, 0 to 5 (default: ${DEFAULT-VALUE}).")
  private int warmUps;

  @Option(
      names = "--delay-seconds",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Then measure for so long, at most 120, how late a flow is visible (default: not).")
  private int delaySeconds;

  @Option(
      names = "--delay-rate",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Flows a second meanwhile (default: ${DEFAULT-VALUE}).")
  private int delayRate;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where Kafka and checkpoints are written (default: a temporary directory).")
  private Optional<Path> parent = Optional.empty();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  private boolean help;

  /** See the class. */
  public static void main(String[] args) {
    // Flink's mini cluster leaves threads behind.
    System.exit(new CommandLine(new JobsBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<String> problems = problems();
    if (!problems.isEmpty()) {
      problems.forEach(System.err::println);
      return 2;
    }
    Path dir = directory();
    try {
      String machine = Machine.describe(dir);
      Map<Integer, JobsReport.Size> sizes = new LinkedHashMap<>();
      if (rounds > 0) {
        for (int one : edges) {
          sizes.put(one, measure(one, Files.createDirectory(dir.resolve("edges-" + one))));
        }
      }
      System.out.print(JobsReport.of(flows, rate, rounds, sizes, machine));
      if (delaySeconds > 0) {
        System.out.print(
            new DelayRun(delayRate, delaySeconds, edges.get(0), dir.resolve("delay")).measure());
      }
      return 0;
    } finally {
      Directories.delete(dir);
    }
  }

  private JobsReport.Size measure(int edgeCount, Path dir) throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(dir.resolve("kafka"))) {
      MadeTopic.create(broker.bootstrapServers());
      long bytes =
          MadeTopic.fill(
              broker.bootstrapServers(), new MadeTraffic(edgeCount, START_NS, rate), flows);
      JobsRun run = new JobsRun(broker.bootstrapServers(), flows, edgeCount, dir);
      List<Measured> copies = new ArrayList<>();
      List<Measured> jobs = new ArrayList<>();
      for (int i = -warmUps; i < rounds; i++) {
        Measured copy = run.passThrough();
        Measured job = run.jobs();
        System.err.printf(
            Locale.ROOT,
            "%,d edges, %s: copy %.1f us, jobs %.1f us CPU an event, %.2f times%n",
            edgeCount,
            i < 0 ? "warm-up" : "round " + (i + 1),
            copy.get(Figure.CPU_MICROS),
            job.get(Figure.CPU_MICROS),
            job.get(Figure.CPU_MICROS) / copy.get(Figure.CPU_MICROS));
        if (i >= 0) {
          copies.add(copy);
          jobs.add(job);
        }
      }
      return new JobsReport.Size(
          (double) bytes / flows, Measured.median(copies), Measured.median(jobs));
    }
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    between(problems, "--flows", flows, FLOWS_MIN, FLOWS_MAX);
    edges.forEach(one -> between(problems, "--edges", one, EDGES_MIN, EDGES_MAX));
    between(problems, "--rate", rate, 1, 10_000_000);
    between(problems, "--rounds", rounds, delaySeconds > 0 ? 0 : 1, 20);
    between(problems, "--warm-ups", warmUps, 0, 5);
    between(problems, "--delay-seconds", delaySeconds, 0, 120);
    between(problems, "--delay-rate", delayRate, 1, 100_000);
    return problems;
  }

  private static void between(List<String> problems, String name, int value, int least, int most) {
    if (value < least || value > most) {
      problems.add("%s: %d (expected: %d to %d)".formatted(name, value, least, most));
    }
  }

  private Path directory() throws IOException {
    if (parent.isEmpty()) {
      return Files.createTempDirectory("weir-benchmark");
    }
    Files.createDirectories(parent.get());
    return Files.createTempDirectory(parent.get(), "weir-benchmark");
  }
}
