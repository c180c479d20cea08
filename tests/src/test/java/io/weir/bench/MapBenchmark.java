package io.weir.bench;

import com.google.protobuf.ByteString;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.dashboards.answer.SilenceBook;
import io.weir.dashboards.answer.SloView;
import io.weir.dashboards.api.DashboardsConfig;
import io.weir.dashboards.api.DashboardsRole;
import io.weir.series.v1.EdgeWindow;
import io.weir.storage.Progress;
import io.weir.storage.Series;
import io.weir.storage.archive.ArchiveBatch;
import io.weir.storage.archive.SeriesRecord;
import io.weir.storage.embedded.EmbeddedConfig;
import io.weir.storage.embedded.EmbeddedStore;
import io.weir.topic.Topic;
import io.weir.topic.TopicKeys;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * How fast the service map is answered: fills an embedded archive with windows of edges, starts the
 * dashboards role on it, and asks for the map of several ranges. Prints; judges nothing. See
 * docs/reference/benchmarks.md.
 */
@CommandLine.Command(name = "MapBenchmark", sortOptions = false)
public final class MapBenchmark implements Callable<Integer> {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /** Not a partition of the topic: what is archived here never was in Kafka. */
  private static final int PARTITION = 1_000;

  /** On the hour, so that equal options give equal archives. */
  private static final Instant END = Instant.parse("2026-01-31T12:00:00Z");

  private enum Range {
    FIVE_MINUTES("5 min", Duration.ofMinutes(5), 30),
    ONE_HOUR("1 h", Duration.ofHours(1), 60),
    SIX_HOURS("6 h", Duration.ofHours(6), 120),
    SEVEN_DAYS("7 d", Duration.ofDays(7), 500);

    private final String title;
    private final Duration length;
    private final int aimMs;

    Range(String title, Duration length, int aimMs) {
      this.title = title;
      this.length = length;
      this.aimMs = aimMs;
    }
  }

  @Option(
      names = "--workloads",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Workloads.")
  private int workloads;

  @Option(names = "--edges", paramLabel = "N", defaultValue = "5000", description = "Edges.")
  private int edges;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "30",
      description = "Days of windows of 1 h, 8 to 90 (default: ${DEFAULT-VALUE}).")
  private int days;

  @Option(
      names = "--minute-hours",
      paramLabel = "N",
      defaultValue = "8",
      description = "Hours of windows of 1 min, 7 to 720 (default: ${DEFAULT-VALUE}).")
  private int minuteHours;

  @Option(
      names = "--short-minutes",
      paramLabel = "N",
      defaultValue = "75",
      description = "Minutes of windows of 10 s, 70 to 43200 (default: ${DEFAULT-VALUE}).")
  private int shortMinutes;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "50",
      description = "Times that each range is asked for, 10 to 1000 (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Where the archive is written; kept, and used again when it is there (default: a temporary"
              + " directory).")
  private Optional<Path> dir = Optional.empty();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  private boolean help;

  private long offset;

  /** See the class. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new MapBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    check("--workloads", workloads, 2, 100_000);
    check("--edges", edges, 1, 90_000);
    check("--days", days, 8, 90);
    check("--minute-hours", minuteHours, 7, 720);
    check("--short-minutes", shortMinutes, 70, 43_200);
    check("--rounds", rounds, 10, 1_000);
    Path place = dir.isPresent() ? dir.get() : Files.createTempDirectory("weir-map");
    try {
      Files.createDirectories(place);
      System.out.println("Machine: " + Machine.describe(place));
      Path archive =
          place.resolve(
              "windows-%d-%d-%d-%d-%d-%d"
                  .formatted(
                      MapWindows.VERSION, workloads, edges, days, minuteHours, shortMinutes));
      MapArranging.print(2_000, 10_000);
      fill(archive);
      measure(archive);
      return 0;
    } finally {
      if (dir.isEmpty()) {
        Directories.delete(place);
      }
    }
  }

  private EmbeddedStore open(Path archive) throws Exception {
    EmbeddedStore store =
        new EmbeddedStore(
            EmbeddedConfig.DEFAULT.withDir(archive),
            new PrometheusRegistry(),
            InstantSource.system());
    store.start();
    return store;
  }

  private void fill(Path archive) throws Exception {
    Path mark = archive.resolve("filled");
    if (!Files.exists(mark)) {
      // What was interrupted is begun anew.
      if (Files.exists(archive)) {
        Directories.delete(archive);
      }
      System.out.printf("%-12s%14s%14s%16s%n", "windows", "rows", "rows/s", "bytes a row");
      fill(archive, HOUR, Duration.ofDays(days));
      fill(archive, MINUTE, Duration.ofHours(minuteHours));
      fill(archive, TEN_SECONDS, Duration.ofMinutes(shortMinutes));
      Files.writeString(mark, "");
    }
  }

  private void fill(Path archive, Duration length, Duration span) throws Exception {
    MapWindows windows = new MapWindows(workloads, edges, length);
    long before = Files.exists(archive) ? Directories.size(archive) : 0;
    long count = span.dividedBy(length);
    long startedNs = System.nanoTime();
    try (EmbeddedStore store = open(archive)) {
      for (long n = count; n > 0; n--) {
        long startNs = ns(END) - n * length.toNanos();
        List<SeriesRecord<?>> records = new ArrayList<>(edges + 1);
        for (EdgeWindow window : windows.at(startNs, length)) {
          records.add(
              new SeriesRecord<>(
                  Series.EDGES,
                  PARTITION,
                  offset++,
                  ByteString.copyFrom(TopicKeys.edge(window)),
                  window));
        }
        store.append(
            new ArchiveBatch(
                Topic.EDGES,
                List.of(),
                records,
                new Progress(Map.of(PARTITION, offset), Map.of()),
                Set.of()));
      }
    }
    long rows = count * (edges + 1L);
    double bytes = (double) (Directories.size(archive) - before) / rows;
    System.out.printf(
        Locale.ROOT,
        "%-12s%,14d%,14.0f%16.1f%n",
        length.toSeconds() + " s",
        rows,
        rows / ((System.nanoTime() - startedNs) / 1e9),
        bytes);
    System.out.printf(
        Locale.ROOT,
        "  an edge that is busy in all of them: %,.0f bytes a day%n",
        bytes * Duration.ofDays(1).dividedBy(length));
  }

  private void measure(Path archive) throws Exception {
    try (EmbeddedStore store = open(archive)) {
      DashboardsRole role =
          new DashboardsRole(
              patient(),
              store,
              SloView.NONE,
              SilenceBook.NONE,
              new PrometheusRegistry(),
              InstantSource.fixed(END));
      role.start();
      try (role) {
        System.out.printf(
            "%n%-8s%10s%10s%10s%10s%10s%10s%14s%n",
            "range", "first ms", "p50 ms", "p90 ms", "max ms", "CPU ms", "aim p90", "bytes gzip");
        for (Range range : Range.values()) {
          measure(role.port(), range);
        }
      }
    }
  }

  /** However long it takes on this machine, the table tells it. */
  private static DashboardsConfig patient() {
    DashboardsConfig def = DashboardsConfig.DEFAULT;
    return new DashboardsConfig(
        def.host(),
        0,
        def.concurrentMax(),
        def.rowsMax(),
        Duration.ofMinutes(10),
        def.defaultRange(),
        def.observer(),
        def.flows());
  }

  private void measure(int port, Range range) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    double[] ms = new double[rounds];
    double first = 0;
    long bytes = 0;
    long cpuNs = 0;
    for (int i = -3; i < rounds; i++) {
      // As a page that is left open asks: the range moves on by a window with every refresh.
      Instant until = END.minus(TEN_SECONDS.multipliedBy(rounds - i)).minusSeconds(60);
      URI uri =
          URI.create(
              "http://127.0.0.1:"
                  + port
                  + "/api/v1/map?since="
                  + until.minus(range.length)
                  + "&until="
                  + until);
      long start = System.nanoTime();
      HttpResponse<byte[]> response =
          client.send(
              HttpRequest.newBuilder(uri).header("Accept-Encoding", "gzip").build(),
              HttpResponse.BodyHandlers.ofByteArray());
      double took = (System.nanoTime() - start) / 1e6;
      if (response.statusCode() != 200) {
        throw new IllegalStateException(new String(response.body(), StandardCharsets.UTF_8));
      }
      bytes = response.body().length;
      if (i == -3) {
        first = took;
      }
      if (i == -1) {
        cpuNs = CpuTimes.now().process();
      }
      if (i >= 0) {
        ms[i] = took;
      }
    }
    double cpuMs = (CpuTimes.now().process() - cpuNs) / 1e6 / rounds;
    Arrays.sort(ms);
    System.out.printf(
        Locale.ROOT,
        "%-8s%10.0f%10.0f%10.0f%10.0f%10.0f%10d%,14d%n",
        range.title,
        first,
        ms[rounds / 2],
        ms[rounds * 9 / 10],
        ms[rounds - 1],
        cpuMs,
        range.aimMs,
        bytes);
  }

  private static long ns(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L;
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }
}
