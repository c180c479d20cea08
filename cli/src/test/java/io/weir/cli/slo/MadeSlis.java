package io.weir.cli.slo;

import com.google.protobuf.Message;
import io.weir.series.v1.Peer;
import io.weir.series.v1.SliWindow;
import io.weir.series.v1.Window;
import io.weir.storage.Progress;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import io.weir.storage.SeriesStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A store of {@code http-availability} of services in the namespace {@code shop}: 120 events a
 * minute each, of which half fail in one stretch at the first of them. Windows are made when they
 * are asked for, of any length.
 */
final class MadeSlis implements SeriesStore {
  private final Instant begin;
  private final Instant end;
  private final List<String> services;
  private final Instant badFrom;
  private final Instant badTo;

  MadeSlis(Instant begin, Instant end, List<String> services, Instant badFrom, Instant badTo) {
    this.begin = begin;
    this.end = end;
    this.services = services;
    this.badFrom = badFrom;
    this.badTo = badTo;
  }

  @Override
  public Progress progress(Series<?> series) {
    return Progress.NONE;
  }

  @Override
  public <T extends Message> List<T> scan(Series<T> series, SeriesQuery query) {
    List<T> windows = new ArrayList<>();
    if (series.type() != SliWindow.class) {
      return windows;
    }
    Duration length = Duration.ofNanos(query.windowNs());
    for (Instant at = begin; at.isBefore(end); at = at.plus(length)) {
      if (nanos(at) < query.fromNs() || nanos(at) >= query.toNs()) {
        continue;
      }
      for (String service : services) {
        windows.add(series.type().cast(window(service, at, length)));
      }
    }
    return windows;
  }

  private SliWindow window(String service, Instant at, Duration length) {
    long total = 2 * length.toSeconds();
    boolean bad = service.equals(services.get(0)) && !at.isBefore(badFrom) && at.isBefore(badTo);
    return SliWindow.newBuilder()
        .setIndicator("http-availability")
        .setServer(Peer.newBuilder().setNamespace("shop").setKind("Deployment").setName(service))
        .setWindow(Window.newBuilder().setStartNs(nanos(at)).setLengthNs(length.toNanos()))
        .setGood(bad ? total / 2 : total)
        .setTotal(total)
        .build();
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000L;
  }

  @Override
  public Optional<TimeSpan> span(Series<?> series) {
    return series.type() == SliWindow.class && begin.isBefore(end)
        ? Optional.of(new TimeSpan(nanos(begin), nanos(end.minusSeconds(10))))
        : Optional.empty();
  }
}
