package io.weir.alerting.history;

import com.google.protobuf.Message;
import io.weir.series.v1.SliWindow;
import io.weir.series.v1.Window;
import io.weir.storage.Progress;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import io.weir.storage.SeriesStore;
import io.weir.topic.TopicKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An archive of indicators in memory: of each key the last value, as a store keeps it. What is put
 * in ten seconds counts for its minute and hour too, as the jobs count.
 */
public final class FakeSlis implements SeriesStore {
  private static final List<Long> LONGER_NS = List.of(60_000_000_000L, 3_600_000_000_000L);

  /** By length, start and key. */
  private final Map<Long, NavigableMap<Long, Map<String, SliWindow>>> windows = new HashMap<>();

  private long records;

  /** What was asked, in order. */
  public final List<SeriesQuery> queries = new ArrayList<>();

  /** Keeps a window of ten seconds in place of the one before. */
  public synchronized void put(SliWindow window) {
    SliWindow was = keep(window);
    for (long lengthNs : LONGER_NS) {
      long startNs = window.getWindow().getStartNs() / lengthNs * lengthNs;
      SliWindow longer =
          window.toBuilder()
              .setWindow(Window.newBuilder().setStartNs(startNs).setLengthNs(lengthNs))
              .build();
      SliWindow sum = at(longer);
      keep(
          longer.toBuilder()
              .setGood(sum.getGood() + window.getGood() - was.getGood())
              .setTotal(sum.getTotal() + window.getTotal() - was.getTotal())
              .setLost(sum.getLost() + window.getLost() - was.getLost())
              .build());
    }
    records++;
  }

  private SliWindow keep(SliWindow window) {
    SliWindow was = at(window);
    start(window).put(key(window), window);
    return was;
  }

  private SliWindow at(SliWindow window) {
    return start(window).getOrDefault(key(window), SliWindow.getDefaultInstance());
  }

  private Map<String, SliWindow> start(SliWindow window) {
    return ofLength(window.getWindow().getLengthNs())
        .computeIfAbsent(window.getWindow().getStartNs(), start -> new TreeMap<>());
  }

  private NavigableMap<Long, Map<String, SliWindow>> ofLength(long lengthNs) {
    return windows.computeIfAbsent(lengthNs, length -> new TreeMap<>());
  }

  private static String key(SliWindow window) {
    return new String(TopicKeys.sli(window), StandardCharsets.UTF_8);
  }

  /** How many windows of ten seconds were put; each is a record of partition 0. */
  public synchronized long records() {
    return records;
  }

  @Override
  public synchronized Progress progress(Series<?> series) {
    return new Progress(Map.of(0, records), Map.of());
  }

  @Override
  public synchronized <T extends Message> List<T> scan(Series<T> series, SeriesQuery query) {
    queries.add(query);
    List<T> found = new ArrayList<>();
    for (Map<String, SliWindow> start :
        ofLength(query.windowNs()).subMap(query.fromNs(), query.toNs()).values()) {
      start.forEach(
          (key, window) -> {
            if (key.startsWith(query.keyPrefix())) {
              found.add(series.type().cast(window));
            }
          });
    }
    return found;
  }

  @Override
  public synchronized Optional<TimeSpan> span(Series<?> series) {
    return windows.values().stream()
        .filter(starts -> !starts.isEmpty())
        .map(starts -> new TimeSpan(starts.firstKey(), starts.lastKey()))
        .reduce(
            (a, b) ->
                new TimeSpan(Math.min(a.firstNs(), b.firstNs()), Math.max(a.lastNs(), b.lastNs())));
  }
}
