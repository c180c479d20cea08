package io.weir.alerting.history;

import io.weir.alerting.slo.IndicatorSelector;
import io.weir.alerting.slo.Slo;
import io.weir.series.v1.SliWindow;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import io.weir.storage.SeriesStore;
import io.weir.storage.SeriesStore.TimeSpan;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Reads the past of many objectives from the archive: each range of each indicator once, in chunks
 * of time of some {@value #ROWS} windows. Confined to one thread.
 */
public final class PastReader {
  /** Windows that are held at once, about; some 1 KB each. */
  static final int ROWS = 20_000;

  private static final int FIRST_CHUNK_WINDOWS = 6;
  private static final int CHUNK_WINDOWS_MAX = 10_000;
  private static final long NS_PER_MS = 1_000_000;

  private final SeriesStore store;
  private final InstantSource clock;
  private final Others others;

  /** Is told of matches of a fan-out that have a past, and that nobody asked for. */
  public interface Others {
    /** Tells nobody. */
    Others NOBODY = (slo, match, lastMs) -> {};

    /**
     * @param slo id before fan-out
     * @param lastMs start of the newest window with events
     */
    void found(String slo, String match, long lastMs);
  }

  public PastReader(SeriesStore store, InstantSource clock, Others others) {
    this.store = store;
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
    if (request.headMs() != PastCounts.NO_HEAD) {
      return new PastTally(request, request.headMs());
    }
    long last = span.map(TimeSpan::lastNs).orElse(0L) / NS_PER_MS;
    // A node's clock may be ahead, and nothing that came is of later than now.
    long now = clock.millis();
    return new PastTally(
        request, Math.min(floor(last) + Reach.TEN_SECONDS_MS, floor(now) + Reach.TEN_SECONDS_MS));
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
    double rowsPerWindow = (double) ROWS / FIRST_CHUNK_WINDOWS;
    long rows = 0;
    for (Stretch stretch : PastPlan.of(reaches, firstMs, endMs)) {
      long from = stretch.fromMs();
      while (from < stretch.toMs() && !stopped.getAsBoolean()) {
        long windows = (long) Math.min(CHUNK_WINDOWS_MAX, Math.max(1, ROWS / rowsPerWindow));
        long to = Math.min(stretch.toMs(), from + windows * stretch.lengthMs());
        List<SliWindow> read = scan(keyPrefix, from, to, stretch.lengthMs());
        read.forEach(fold::add);
        rows += read.size();
        long looked = Math.max(1, (to - from) / stretch.lengthMs());
        // At most four times as long as the one before: traffic may begin in the next.
        rowsPerWindow = Math.max((double) read.size() / looked, rowsPerWindow / 4);
        from = to;
      }
    }
    fold.tell(others);
    return rows;
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

    /** Who counts a series. */
    private record Counting(List<PastTally> tallies, List<Other> others) {}

    /** A match that nobody asked for. */
    private static final class Other {
      long lastMs = Long.MIN_VALUE;
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
        counting = counting(window);
        bySeries.put(series, counting);
      }
      for (PastTally tally : counting.tallies()) {
        tally.add(series, window);
      }
      if (window.getTotal() > 0) {
        for (Other other : counting.others()) {
          other.lastMs = Math.max(other.lastMs, window.getWindow().getStartNs() / NS_PER_MS);
        }
      }
    }

    private Counting counting(SliWindow window) {
      Counting counting = new Counting(new ArrayList<>(), new ArrayList<>());
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

    void tell(Others others) {
      unasked.forEach(
          (slo, matches) ->
              matches.forEach((match, other) -> others.found(slo, match, other.lastMs)));
    }
  }
}
