package io.weir.dashboards;

import com.google.protobuf.Message;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.SliWindow;
import io.weir.storage.Progress;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import io.weir.storage.SeriesStore;
import io.weir.storage.StoreException;
import io.weir.topic.TopicKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps records in a list. Gives each as often as it was added: tests add none twice. */
public final class FakeSeriesStore implements SeriesStore {
  private final Map<Series<?>, List<Message>> records = new ConcurrentHashMap<>();
  private volatile boolean broken;

  @SafeVarargs
  @SuppressWarnings("varargs")
  public final <T extends Message> FakeSeriesStore with(Series<T> series, T... added) {
    records.computeIfAbsent(series, key -> new CopyOnWriteArrayList<>()).addAll(List.of(added));
    return this;
  }

  /** From now on every read fails. */
  public void breakDown() {
    broken = true;
  }

  @Override
  public Progress progress(Series<?> series) {
    return Progress.NONE;
  }

  @Override
  public <T extends Message> List<T> scan(Series<T> series, SeriesQuery query) {
    if (broken) {
      throw new StoreException("Cannot read series in memory: it broke.", null);
    }
    List<T> found = new ArrayList<>();
    for (Message message : records.getOrDefault(series, List.of())) {
      T typed = series.type().cast(message);
      long time = time(series, typed);
      if (time >= query.fromNs()
          && time < query.toNs()
          && length(series, typed) == query.windowNs()
          && key(typed).startsWith(query.keyPrefix())) {
        found.add(typed);
      }
    }
    found.sort(Comparator.comparingLong(message -> time(series, message)));
    return found;
  }

  /** The topic key of windows; of others nobody asks by it. */
  private static String key(Message message) {
    if (message instanceof EdgeWindow edge) {
      return new String(TopicKeys.edge(edge), StandardCharsets.UTF_8);
    }
    return message instanceof SliWindow sli
        ? new String(TopicKeys.sli(sli), StandardCharsets.UTF_8)
        : "";
  }

  @Override
  public Optional<TimeSpan> span(Series<?> series) {
    return spanOf(series);
  }

  private <T extends Message> Optional<TimeSpan> spanOf(Series<T> series) {
    var times =
        records.getOrDefault(series, List.of()).stream()
            .mapToLong(message -> time(series, series.type().cast(message)))
            .summaryStatistics();
    return times.getCount() == 0
        ? Optional.empty()
        : Optional.of(new TimeSpan(times.getMin(), times.getMax()));
  }

  private static <T extends Message> long time(Series<T> series, T message) {
    return series
        .window()
        .map(window -> window.apply(message).getStartNs())
        .orElseGet(() -> series.header().orElseThrow().apply(message).getObservedAtNs());
  }

  private static <T extends Message> long length(Series<T> series, T message) {
    return series.window().map(window -> window.apply(message).getLengthNs()).orElse(0L);
  }
}
