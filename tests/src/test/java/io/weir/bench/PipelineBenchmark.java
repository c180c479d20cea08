package io.weir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a flow costs on its way from the collector to Kafka and into the archive, beside a plain
 * {@code KafkaProducer} loop that sends the same bytes, in the same run. From the root of the
 * checkout:
 *
 * <pre>
 * mvn -q -pl tests -am test-compile dependency:build-classpath -Dmdep.outputFile=target/bench.classpath &amp;&amp;
 *   java -Xmx2g -cp "tests/target/test-classes:$(cat tests/target/bench.classpath)" io.weir.bench.PipelineBenchmark
 * </pre>
 *
 * <p>A round to warm up, then {@code --rounds} rounds of each {@link Stage} in turn; medians are
 * reported. Each run ends after {@link BenchmarkRun#LIMIT} at the latest. Nothing is judged: see
 * {@code docs/reference/benchmarks.md} for how to read it.
 */
@Command(
    name = "PipelineBenchmark",
    description = "Events a second, CPU and bytes on disk of a flow, beside a raw KafkaProducer.")
public final class PipelineBenchmark implements Callable<Integer> {
  private static final int FLOWS_MIN = 1_000;

  /** A flow is held twice, as Hubble and as Kafka have it, of 1 to 2 KB each. */
  private static final long FLOW_HEAP_BYTES = 4 << 10;

  private static final long PIPELINE_HEAP_BYTES = 512 << 20;

  @Option(
      names = "--flows",
      paramLabel = "N",
      defaultValue = "200000",
      description = "Flows of each run (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "Hubble JSON lines to repeat instead of made flows. May be given repeatedly.")
  private List<Path> input = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds whose medians are reported, 1 to 20 (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where Kafka, spool and archive are written (default: a temporary directory).")
  private Optional<Path> parent = Optional.empty();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  private boolean help;

  /** See the class. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new PipelineBenchmark()).execute(args));
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
      BenchmarkFlows flows =
          input.isEmpty()
              ? BenchmarkFlows.repeat(MadeCapture.flows(), count)
              : BenchmarkFlows.repeat(BenchmarkFlows.read(input), count);
      round("warm-up", flows, dir);
      Map<Stage, List<Measured>> measured = new EnumMap<>(Stage.class);
      for (int i = 1; i <= rounds; i++) {
        round("round " + i, flows, dir)
            .forEach(
                (stage, one) -> measured.computeIfAbsent(stage, s -> new ArrayList<>()).add(one));
      }
      Map<Stage, Measured> medians = new EnumMap<>(Stage.class);
      measured.forEach((stage, all) -> medians.put(stage, Measured.median(all)));
      System.out.print(Report.of(flows, rounds, medians, machine));
      return 0;
    } finally {
      Directories.delete(dir);
    }
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    long room = Runtime.getRuntime().maxMemory() - PIPELINE_HEAP_BYTES;
    long most = Math.max(FLOWS_MIN, room / FLOW_HEAP_BYTES);
    if (count < FLOWS_MIN || count > most) {
      problems.add(
          "--flows: %d (expected: %d to %d, which is what the heap holds; -Xmx sets it)"
              .formatted(count, FLOWS_MIN, most));
    }
    if (rounds < 1 || rounds > 20) {
      problems.add("--rounds: " + rounds + " (expected: 1 to 20)");
    }
    return problems;
  }

  private Path directory() throws IOException {
    if (parent.isEmpty()) {
      return Files.createTempDirectory("weir-benchmark");
    }
    Files.createDirectories(parent.get());
    return Files.createTempDirectory(parent.get(), "weir-benchmark");
  }

  private static Map<Stage, Measured> round(String name, BenchmarkFlows flows, Path dir)
      throws Exception {
    Map<Stage, Measured> round = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      Path place = Files.createDirectory(dir.resolve("run"));
      try {
        Measured measured = new BenchmarkRun(flows, place).measure(stage);
        System.err.printf(
            Locale.ROOT,
            "%s, %s: %,.0f events/s, %.1f us CPU an event%n",
            name,
            stage.title(),
            measured.get(Figure.EVENTS_PER_SECOND),
            measured.get(Figure.CPU_MICROS));
        round.put(stage, measured);
      } finally {
        Directories.delete(place);
      }
    }
    return round;
  }
}
