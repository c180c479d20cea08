package io.weir.quality;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import io.weir.event.v1.ProbeEvent;
import io.weir.event.v1.ResourceEvent;
import io.weir.series.v1.DropWindow;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.SliWindow;
import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.FlowStore;
import io.weir.storage.Progress;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import io.weir.storage.SeriesStore;
import io.weir.storage.StoredFlow;
import io.weir.topic.TopicKeys;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;

/** What an archive holds at a moment. Answers what a diagnosis asks, not every question. */
record MemoryArchive(
    List<EdgeWindow> edges,
    List<SliWindow> slis,
    List<DropWindow> drops,
    List<ProbeEvent> probes,
    List<ResourceEvent> resources,
    List<StoredFlow> flows)
    implements SeriesStore, FlowStore {
  @Override
  public Progress progress(Series<?> series) {
    return Progress.NONE;
  }

  @Override
  public Progress progress() {
    return Progress.NONE;
  }

  private <T extends Message> List<? extends Message> records(Series<T> series) {
    return switch (series.topic()) {
      case EDGES -> edges;
      case SLIS -> slis;
      case DROPS -> drops;
      case PROBES -> probes;
      case RESOURCES -> resources;
      default -> List.of();
    };
  }

  @Override
  public <T extends Message> List<T> scan(Series<T> series, SeriesQuery query) {
    return records(series).stream()
        .map(series.type()::cast)
        .filter(record -> lengthNs(series, record) == query.windowNs())
        .filter(record -> timeNs(series, record) >= query.fromNs())
        .filter(record -> timeNs(series, record) < query.toNs())
        .filter(record -> query.keyPrefix().isEmpty() || key(record).startsWith(query.keyPrefix()))
        .sorted(Comparator.comparingLong(record -> timeNs(series, record)))
        .toList();
  }

  private static String key(Message record) {
    if (record instanceof SliWindow sli) {
      return new String(TopicKeys.sli(sli), UTF_8);
    }
    throw new UnsupportedOperationException("Only indicators are asked by key.");
  }

  @Override
  public Optional<TimeSpan> span(Series<?> series) {
    return spanOf(series);
  }

  private <T extends Message> Optional<TimeSpan> spanOf(Series<T> series) {
    LongSummaryStatistics times =
        records(series).stream()
            .mapToLong(record -> timeNs(series, series.type().cast(record)))
            .summaryStatistics();
    return times.getCount() == 0
        ? Optional.empty()
        : Optional.of(new TimeSpan(times.getMin(), times.getMax()));
  }

  private static <T extends Message> long timeNs(Series<T> series, T record) {
    return series
        .window()
        .map(window -> window.apply(record).getStartNs())
        .orElseGet(() -> series.header().orElseThrow().apply(record).getObservedAtNs());
  }

  private static <T extends Message> long lengthNs(Series<T> series, T record) {
    return series.window().map(window -> window.apply(record).getLengthNs()).orElse(0L);
  }

  @Override
  public FlowCursor scan(FlowQuery query) {
    Comparator<StoredFlow> order =
        query.order() == FlowQuery.Order.OLDEST_FIRST
            ? StoredFlow.OLDEST_FIRST
            : StoredFlow.OLDEST_FIRST.reversed();
    Iterator<StoredFlow> found =
        flows.stream()
            .filter(flow -> flow.timeNs() >= query.fromNs() && flow.timeNs() <= query.toNs())
            .filter(flow -> query.kinds().contains(flow.kind()))
            .sorted(order)
            .iterator();
    return new FlowCursor() {
      @Override
      public boolean hasNext() {
        return found.hasNext();
      }

      @Override
      public StoredFlow next() {
        return found.next();
      }

      @Override
      public void close() {}
    };
  }
}
