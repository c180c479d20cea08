package io.weir.alerting.history;

import io.weir.alerting.slo.IndicatorSelector;
import io.weir.alerting.slo.Slo;
import io.weir.series.v1.SliWindow;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import io.weir.storage.SeriesStore;
import io.weir.storage.SeriesStore.TimeSpan;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Reads the past of many objectives from the archive: each range of each indicator once, in chunks
 * of time of some {@value #ROWS} windows. Confined to one thread.
 */
public final class PastReader {
  /** Windows that are held at once, about; some 1 KB each. */
  static final int ROWS = 20_000;

  private static final long CHUNK_WINDOWS_MAX = 10_000;
  private static final Duration DENSITY_OF = Duration.ofHours(4);
  private static final long DENSITY_UNKNOWN = 100;
  private static final long NS_PER_MS = 1_000_000;
  private static final long NEVER = Long.MIN_VALUE;

  private final SeriesStore store;
  private final ToLongFunction<Slo> since;
  private final InstantSource clock;
  private final Consumer<PastMatch> others;

  /**
   * @param since from when on, ms since the epoch, the windows of an objective's indicator mean
   *     what they mean now; {@code Long.MAX_VALUE} for none of them
   * @param others is told of matches of a fan-out that have a past, and that nobody asked for
   */
  public PastReader(
      SeriesStore store,
      ToLongFunction<Slo> since,
      InstantSource clock,
      Consumer<PastMatch> others) {
    this.store = store;
    this.since = since;
    this.clock = clock;
    this.others = others;
  }

  /** What is read together. */
  private record Group(String keyPrefix, long coarsestMs) {}

  /** The objectives of one selector, by match. */
  private record Selected(IndicatorSelector selector, Map<String, List<PastTally>> byMatch) {}

  /**
   * Answers every request.
   *
   * @param stopped ends early; then some requests have no answer
   * @return windows that were read
   */
  public long read(List<PastRequest> requests, BooleanSupplier stopped) {
    Optional<TimeSpan> span = store.span(Series.SLIS);
    List<PastTally> tallies = requests.stream().map(request -> tally(request, span)).toList();
    long rows = 0;
    if (span.isPresent()) {
      long firstMs = Math.floorDiv(span.get().firstNs(), NS_PER_MS);
      Map<Group, List<PastTally>> groups =
          tallies.stream().collect(Collectors.groupingBy(PastReader::group));
      for (Map.Entry<Group, List<PastTally>> group : groups.entrySet()) {
        rows += read(group.getKey().keyPrefix(), group.getValue(), firstMs, stopped);
      }
    }
    if (!stopped.getAsBoolean()) {
      tallies.forEach(PastTally::answer);
    }
    return rows;
  }

  private PastTally tally(PastRequest request, Optional<TimeSpan> span) {
    long sinceMs = since.applyAsLong(request.slo());
    if (request.headMs() != PastCounts.NO_HEAD) {
      return new PastTally(request, request.headMs(), sinceMs);
    }
    long last = span.map(TimeSpan::lastNs).orElse(0L) / NS_PER_MS;
    // A node's clock may be ahead, and nothing that came is of later than now.
    long newest = Math.min(floor(last), floor(clock.millis()));
    return new PastTally(request, newest + Reach.TEN_SECONDS_MS, sinceMs);
  }

  private static long floor(long timeMs) {
    return Math.floorDiv(timeMs, Reach.TEN_SECONDS_MS) * Reach.TEN_SECONDS_MS;
  }

  private static Group group(PastTally tally) {
    return new Group(tally.slo().selector().keyPrefix(), tally.reach().coarsestMs());
  }

  private long read(
      String keyPrefix, List<PastTally> tallies, long firstMs, BooleanSupplier stopped) {
    long endMs = tallies.stream().mapToLong(PastTally::endMs).max().orElseThrow();
    List<Reach> reaches = tallies.stream().map(PastTally::reach).toList();
    Fold fold = new Fold(tallies);
    double perWindow = density(keyPrefix, endMs);
    long rows = 0;
    for (Stretch stretch : PastPlan.of(reaches, firstMs, endMs)) {
      long from = stretch.fromMs();
      while (from < stretch.toMs() && !stopped.getAsBoolean()) {
        long windows = Math.max(1, Math.min(CHUNK_WINDOWS_MAX, (long) (ROWS / perWindow)));
        long to = Math.min(stretch.toMs(), from + windows * stretch.lengthMs());
        List<SliWindow> read = scan(keyPrefix, from, to, stretch.lengthMs());
        read.forEach(fold::add);
        rows += read.size();
        perWindow = Math.max(perWindow, (double) read.size() * stretch.lengthMs() / (to - from));
        from = to;
      }
    }
    fold.tell(tallies.stream().mapToLong(PastTally::headMs).max().orElseThrow(), others);
    return rows;
  }

  /** How many windows there are at a time: as many as series in one of the last hours. */
  private double density(String keyPrefix, long endMs) {
    return scan(keyPrefix, endMs - DENSITY_OF.toMillis(), endMs, Reach.HOUR_MS).stream()
        .collect(
            Collectors.groupingBy(window -> window.getWindow().getStartNs(), Collectors.counting()))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .max()
        .orElse(DENSITY_UNKNOWN);
  }

  private List<SliWindow> scan(String keyPrefix, long fromMs, long toMs, long lengthMs) {
    return store.scan(
        Series.SLIS,
        SeriesQuery.windows(fromMs * NS_PER_MS, toMs * NS_PER_MS, lengthMs * NS_PER_MS)
            .withKeyPrefix(keyPrefix));
  }

  /** Gives each window to the objectives that count it; whose those are is asked once a series. */
  private static final class Fold {
    private final Map<String, Selected> selected = new HashMap<>();
    private final Map<String, Counting> bySeries = new HashMap<>();
    private final Map<String, Map<String, Other>> unasked = new HashMap<>();

    /**
     * Who counts a series.
     *
     * @param series the one text of all its windows
     */
    private record Counting(String series, List<PastTally> tallies, List<Other> others) {}

    /** A match that nobody asked for. */
    private static final class Other {
      long lastMs = NEVER;
    }

    Fold(List<PastTally> tallies) {
      for (PastTally tally : tallies) {
        selected
            .computeIfAbsent(
                Slo.idBeforeMatch(tally.slo().id()),
                id -> new Selected(tally.slo().selector(), new HashMap<>()))
            .byMatch()
            .computeIfAbsent(tally.match(), match -> new ArrayList<>())
            .add(tally);
      }
    }

    void add(SliWindow window) {
      String series = IndicatorSelector.series(window);
      Counting counting = bySeries.get(series);
      if (counting == null) {
        counting = counting(series, window);
        bySeries.put(series, counting);
      }
      for (PastTally tally : counting.tallies()) {
        tally.add(counting.series(), window);
      }
      if (window.getTotal() > 0) {
        for (Other other : counting.others()) {
          other.lastMs = Math.max(other.lastMs, window.getWindow().getStartNs() / NS_PER_MS);
        }
      }
    }

    private Counting counting(String series, SliWindow window) {
      Counting counting = new Counting(series, new ArrayList<>(), new ArrayList<>());
      selected.forEach(
          (slo, one) -> {
            if (one.selector().matches(window)) {
              String match = one.selector().fanOutKey(window);
              List<PastTally> tallies = one.byMatch().get(match);
              if (tallies != null) {
                counting.tallies().addAll(tallies);
              } else {
                counting.others().add(other(slo, match));
              }
            }
          });
      return counting;
    }

    private Other other(String slo, String match) {
      return unasked
          .computeIfAbsent(slo, id -> new HashMap<>())
          .computeIfAbsent(match, id -> new Other());
    }

    void tell(long headMs, Consumer<PastMatch> others) {
      unasked.forEach(
          (slo, matches) ->
              matches.forEach(
                  (match, other) -> {
                    if (other.lastMs != NEVER) {
                      others.accept(new PastMatch(slo, match, headMs - other.lastMs));
                    }
                  }));
    }
  }
}
