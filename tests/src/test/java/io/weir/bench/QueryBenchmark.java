package io.weir.bench;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.storage.embedded.EmbeddedConfig;
import io.weir.storage.embedded.EmbeddedStore;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * How fast questions about flows are answered: fills an embedded archive with a day of flows,
 * starts broker and relay on it, and asks. Prints; judges nothing. See
 * docs/reference/benchmarks.md.
 */
@CommandLine.Command(name = "QueryBenchmark", sortOptions = false)
public final class QueryBenchmark implements Callable<Integer> {
  static final Duration SPAN = Duration.ofHours(24);
  static final int NEEDLES = 20;

  /** What can be measured; the order is the one of the run. */
  enum Measure {
    ask,
    stream,
    command,
    follow
  }

  @Option(
      names = "--flows",
      paramLabel = "N",
      defaultValue = "10000000",
      description = "Flows in the archive, 10000 to 100000000 (default: ${DEFAULT-VALUE}).")
  private long count;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "20000",
      description =
          "Flows that are archived at a time, 10 to 100000 (default: ${DEFAULT-VALUE}); an archiver"
              + " takes what arrives in half a second.")
  private int batch;

  @Option(
      names = "--measure",
      split = ",",
      paramLabel = "NAME",
      description = "${COMPLETION-CANDIDATES}; command needs --launcher (default: all of them).")
  private Set<Measure> measures = EnumSet.allOf(Measure.class);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "200",
      description = "Times that each short question is asked, 10 to 10000 (default: 200).")
  private int rounds;

  @Option(
      names = "--follow-seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "How long 50 followers follow, 1 to 300 s (default: ${DEFAULT-VALUE}).")
  private int followSeconds;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Where the archive is written; kept, and used again when it is there (default: a temporary"
              + " directory).")
  private Optional<Path> dir = Optional.empty();

  @Option(
      names = "--launcher",
      paramLabel = "FILE",
      description = "Also measure this launcher's observe command, for example ./weir.")
  private Optional<Path> launcher = Optional.empty();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  private boolean help;

  /** See the class. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new QueryBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    check("--flows", count, 10_000, 100_000_000);
    check("--batch", batch, 10, 100_000);
    check("--rounds", rounds, 10, 10_000);
    check("--follow-seconds", followSeconds, 1, 300);
    Path place = dir.isPresent() ? dir.get() : Files.createTempDirectory("weir-queries");
    try {
      Files.createDirectories(place);
      Path archive = place.resolve("archive-%d-%d-%d".formatted(QueryFlows.VERSION, count, batch));
      try (EmbeddedStore store =
          new EmbeddedStore(
              EmbeddedConfig.DEFAULT.withDir(archive),
              new PrometheusRegistry(),
              InstantSource.system())) {
        store.start();
        long lastNs = new ArchiveFill(store, archive, count, batch).run(SPAN, NEEDLES);
        if (measures.isEmpty()) {
          return 0;
        }
        Path scratch = Files.createTempDirectory(place, "run");
        try (QueryRun run = QueryRun.start(store, scratch)) {
          measure(run, lastNs, scratch);
        } finally {
          Directories.delete(scratch);
        }
      }
      return 0;
    } finally {
      if (dir.isEmpty()) {
        Directories.delete(place);
      }
    }
  }

  private void measure(QueryRun run, long lastNs, Path scratch) throws Exception {
    QueryMeasures queries = new QueryMeasures(run, count, lastNs, rounds, scratch);
    for (Measure measure : EnumSet.copyOf(measures)) {
      // Other work on the machine lengthens every wait: who reads the numbers must know.
      System.out.printf(
          Locale.ROOT,
          "-- %s, load average %.1f%n",
          measure,
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
      switch (measure) {
        case ask -> queries.ask();
        case stream -> queries.stream();
        case command -> {
          if (launcher.isPresent()) {
            new LauncherMeasures(run, launcher.get(), lastNs).print();
          }
        }
        case follow -> new FollowMeasures(run, followSeconds, scratch).print();
      }
    }
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }
}
