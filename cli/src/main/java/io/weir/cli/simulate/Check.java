package io.weir.cli.simulate;

import io.weir.cli.server.InProcess;
import io.weir.collector.simulation.Simulation;
import io.weir.collector.simulation.Truth;
import io.weir.runtime.StartException;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import io.weir.storage.SeriesStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Runs a scenario through collector, relay, Kafka, jobs and archive in this process, and compares
 * what the archive has in the end with the truth.
 */
final class Check {
  /**
   * Counts that stay wrong for so long are: an attempt waits 15 s for its answer, an hour's window
   * is written every 5 s, and the archive is behind by less.
   */
  private static final Duration SETTLED = Duration.ofSeconds(40);

  private static final Duration FEED_MAX = Duration.ofMinutes(30);
  private static final Duration COUNT_MAX = Duration.ofMinutes(10);
  private static final long LOOK_MS = 1_000;
  private static final int SHOWN_MAX = 40;

  private final ScenarioChoice choice;
  private final Simulation simulation;
  private final PrintStream out;

  Check(ScenarioChoice choice, Simulation simulation, PrintStream out) {
    this.choice = choice;
    this.simulation = simulation;
    this.out = out;
  }

  /** The exit code: 0 when every count is true. */
  int run() throws StartException, InterruptedException {
    Path directory = temporary();
    try {
      ScenarioSource source = new ScenarioSource(simulation);
      Comparison.Result result;
      try (InProcess weir = InProcess.start(directory, source)) {
        feed(weir);
        result = settle(weir.series());
      }
      print(source.given(), result);
      return result.differences().isEmpty() ? 0 : 1;
    } finally {
      delete(directory);
    }
  }

  private static void feed(InProcess weir) throws StartException, InterruptedException {
    long deadline = System.nanoTime() + FEED_MAX.toNanos();
    while (!weir.isFed()) {
      if (System.nanoTime() > deadline) {
        throw new StartException("Not fed after " + FEED_MAX + ". Choose a smaller --scale.");
      }
      Thread.sleep(LOOK_MS);
    }
  }

  /** Compares until all is true, or nothing has changed for long enough. */
  private Comparison.Result settle(SeriesStore series) throws InterruptedException {
    Comparison.Result result = compare(series);
    long deadline = System.nanoTime() + COUNT_MAX.toNanos();
    long changed = System.nanoTime();
    while (!result.differences().isEmpty()
        && System.nanoTime() < deadline
        && System.nanoTime() - changed < SETTLED.toNanos()) {
      Thread.sleep(LOOK_MS);
      Comparison.Result next = compare(series);
      if (!next.equals(result)) {
        changed = System.nanoTime();
      }
      result = next;
    }
    return result;
  }

  private Comparison.Result compare(SeriesStore series) {
    Counted counted = new Counted();
    for (long length : Truth.LENGTHS_NS) {
      SeriesQuery all = SeriesQuery.windows(0, Long.MAX_VALUE, length);
      series.scan(Series.EDGES, all).forEach(counted::add);
      series.scan(Series.SLIS, all).forEach(counted::add);
      series.scan(Series.DROPS, all).forEach(counted::add);
    }
    return Comparison.of(simulation.truth(), counted);
  }

  private void print(long events, Comparison.Result result) {
    List<Difference> differences = result.differences();
    differences.stream().limit(SHOWN_MAX).forEach(out::println);
    if (differences.size() > SHOWN_MAX) {
      out.printf(Locale.ROOT, "… and %,d more%n", differences.size() - SHOWN_MAX);
    }
    out.printf(
        Locale.ROOT,
        "%s: %,d events, %,d counts compared, %s%n",
        choice.name(),
        events,
        result.compared(),
        differences.isEmpty()
            ? "every one is true"
            : String.format(Locale.ROOT, "%,d are not true", differences.size()));
  }

  private static Path temporary() throws StartException {
    try {
      return Files.createTempDirectory("weir-check");
    } catch (IOException e) {
      throw new StartException(
          "No temporary directory (" + e + "). Make one with java.io.tmpdir or TMPDIR.", e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("Left behind " + directory + ": " + e);
    }
  }
}
