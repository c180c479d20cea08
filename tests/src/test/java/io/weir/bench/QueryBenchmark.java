package io.weir.bench;

import com.google.protobuf.util.Timestamps;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.event.v1.FlowEvent;
import io.weir.storage.Progress;
import io.weir.storage.StoredFlow;
import io.weir.storage.archive.ArchiveBatch;
import io.weir.storage.embedded.EmbeddedConfig;
import io.weir.storage.embedded.EmbeddedStore;
import io.weir.topic.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  /** Not a partition of the topic: what is archived here never was in Kafka. */
  private static final int PARTITION = 1_000;

  private static final int BATCH = 20_000;

  @Option(
      names = "--flows",
      paramLabel = "N",
      defaultValue = "10000000",
      description = "Flows in the archive, 10000 to 100000000 (default: ${DEFAULT-VALUE}).")
  private long count;

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
    check("--rounds", rounds, 10, 10_000);
    check("--follow-seconds", followSeconds, 1, 300);
    Path place = dir.isPresent() ? dir.get() : Files.createTempDirectory("weir-queries");
    try {
      Files.createDirectories(place);
      Path archive = place.resolve("archive-" + count);
      try (EmbeddedStore store =
          new EmbeddedStore(
              EmbeddedConfig.DEFAULT.withDir(archive),
              new PrometheusRegistry(),
              InstantSource.system())) {
        store.start();
        long lastNs = fill(store, archive);
        Path scratch = Files.createTempDirectory(place, "run");
        try (QueryRun run = QueryRun.start(store, scratch)) {
          new QueryMeasures(run, count, lastNs, rounds, scratch).print();
          launcher.ifPresent(file -> new LauncherMeasures(run, file, lastNs).print());
          new FollowMeasures(run, followSeconds, scratch).print();
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

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }

  /** Returns the time of the last flow. */
  private long fill(EmbeddedStore store, Path archive) throws Exception {
    Path mark = archive.resolve("filled");
    if (store.progress().nextOffset(PARTITION) == count) {
      long lastNs = Long.parseLong(Files.readString(mark));
      System.err.println("Using the archive in " + archive);
      return lastNs;
    }
    long lastNs = Timestamps.toNanos(Timestamps.fromMillis(Instant.now().toEpochMilli()));
    Files.writeString(mark, Long.toString(lastNs));
    QueryFlows flows =
        new QueryFlows("0123456789abcdef", lastNs - SPAN.toNanos(), SPAN.toNanos(), count, NEEDLES);
    long[] size = new long[1];
    Cost cost =
        Cost.of(
            () -> {
              for (long next = 0; next < count; next += BATCH) {
                long end = Math.min(count, next + BATCH);
                List<StoredFlow> batch = new ArrayList<>(BATCH);
                for (long i = next; i < end; i++) {
                  FlowEvent event = flows.event(i);
                  size[0] += event.getSerializedSize();
                  batch.add(new StoredFlow(PARTITION, i, event));
                }
                store.append(
                    new ArchiveBatch(
                        Topic.FLOWS,
                        batch,
                        List.of(),
                        new Progress(Map.of(PARTITION, end), Map.of()),
                        Set.of()));
                if (end * 20 / count != next * 20 / count) {
                  System.err.printf(Locale.ROOT, "%d %% of the archive%n", end * 100 / count);
                }
              }
            });
    System.out.printf(
        Locale.ROOT,
        "archive: %,d flows of %d bytes over %d h, written at %,.0f flows/s, %,.0f flows per core-second"
            + " (making them included), %.0f bytes a flow on disk%n",
        count,
        size[0] / count,
        SPAN.toHours(),
        count / cost.seconds(),
        count / cost.cpuSeconds(),
        (double) Directories.size(archive) / count);
    return lastNs;
  }
}
