package io.weir.alerting.incident;

import com.google.protobuf.Message;
import io.weir.alerting.cause.FlowSightings;
import io.weir.alerting.cause.Frame;
import io.weir.alerting.cause.Sightings;
import io.weir.event.v1.ProbeEvent;
import io.weir.event.v1.ResourceEvent;
import io.weir.series.v1.SliWindow;
import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.FlowStore;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import io.weir.storage.SeriesStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads surroundings from the archive. Bounded: windows are taken as long as it needs for at most
 * {@link #ROWS_MAX} of them; of flows, probes and resources the newest are read.
 */
public final class ArchiveSurroundings implements Surroundings.Source {
  /** Edge windows that are held at once; some 1.5 KB each. */
  static final long ROWS_MAX = 150_000;

  /** Flows that are looked at. */
  static final int FLOWS_MAX = 100_000;

  /** Results of probes, and readings of resources, after which no earlier ones are read. */
  static final int EVENTS_MAX = 50_000;

  /** Events are read in pieces of so long, the newest first. */
  private static final long PIECE_NS = Duration.ofMinutes(10).toNanos();

  private static final List<Duration> LENGTHS =
      List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(1));
  private static final long MINUTE_NS = Duration.ofMinutes(1).toNanos();

  /** As much of what is usual is worth longer windows. */
  private static final Duration BASELINE_GOOD = Duration.ofMinutes(10);

  /** What is usual needs three windows; one more, since the first may be cut. */
  private static final int BASELINE_WINDOWS_MIN = 4;

  private final SeriesStore series;
  private final FlowStore flows;
  private final Duration slow;

  /**
   * @param slow answers that take longer are bad for {@code http-latency}
   */
  public ArchiveSurroundings(SeriesStore series, FlowStore flows, Duration slow) {
    this.series = series;
    this.flows = flows;
    this.slow = slow;
  }

  @Override
  public Optional<Surroundings> read(Surroundings.Asked asked) {
    Optional<Frame> frame = frame(asked);
    return frame.map(of -> read(of, asked));
  }

  /**
   * The finest windows that are not too many; empty when even the longest are, or none is there.
   */
  private Optional<Frame> frame(Surroundings.Asked asked) {
    Optional<SeriesStore.TimeSpan> span = series.span(Series.EDGES);
    if (span.isEmpty()) {
      return Optional.empty();
    }
    // The latest record may be a long window that began a while ago.
    long lastNs = span.get().lastNs();
    long nowNs = lastNs + LENGTHS.get(0).toNanos();
    long baselineNs = Math.max(asked.baselineNs(), span.get().firstNs());
    long edges =
        1
            + series
                    .scan(
                        Series.EDGES, SeriesQuery.windows(lastNs - 2 * MINUTE_NS, nowNs, MINUTE_NS))
                    .size()
                / 2;
    return frame(asked, baselineNs, nowNs, edges, BASELINE_GOOD)
        .or(() -> frame(asked, baselineNs, nowNs, edges, Duration.ZERO));
  }

  private static Optional<Frame> frame(
      Surroundings.Asked asked, long baselineNs, long nowNs, long edges, Duration baselineMin) {
    for (Duration length : LENGTHS) {
      long lengthNs = length.toNanos();
      long windowsMax = Math.min(Frame.WINDOWS_MAX, ROWS_MAX / edges) - 1;
      long fromNs = Math.max(baselineNs, nowNs - windowsMax * lengthNs);
      long leastNs = Math.max(baselineMin.toNanos(), BASELINE_WINDOWS_MIN * lengthNs);
      boolean fits = fromNs <= asked.startNs() - leastNs;
      boolean isAll = fromNs == baselineNs && baselineNs < nowNs - 2 * lengthNs;
      if (windowsMax > BASELINE_WINDOWS_MIN && (fits || isAll)) {
        long startNs = Math.min(nowNs - 1, Math.max(fromNs + lengthNs, asked.startNs()));
        return Optional.of(new Frame(lengthNs, fromNs, startNs, nowNs));
      }
    }
    return Optional.empty();
  }

  private Surroundings read(Frame frame, Surroundings.Asked asked) {
    SeriesQuery windows =
        SeriesQuery.windows(frame.baselineStartNs(), frame.nowNs(), frame.windowNs());
    List<SliWindow> slis = new ArrayList<>();
    for (String indicator : asked.indicators()) {
      slis.addAll(series.scan(Series.SLIS, windows.withKeyPrefix(indicator + "|")));
    }
    FlowSightings sightings = new FlowSightings(frame, slow);
    List<String> limits = new ArrayList<>(look(frame, sightings));
    Sightings seen = sightings.done();
    List<ProbeEvent> probes = newest(Series.PROBES, "Probes", frame, limits);
    List<ResourceEvent> resources = newest(Series.RESOURCES, "Resources", frame, limits);
    return new Surroundings(
        frame,
        series.scan(Series.EDGES, windows),
        slis,
        series.scan(Series.DROPS, windows),
        probes,
        resources,
        seen,
        String.join(" ", limits));
  }

  private <T extends Message> List<T> newest(
      Series<T> of, String name, Frame frame, List<String> limits) {
    List<T> found = new ArrayList<>();
    long fromNs = frame.nowNs();
    while (fromNs > frame.baselineStartNs() && found.size() < EVENTS_MAX) {
      long toNs = fromNs;
      fromNs = Math.max(frame.baselineStartNs(), fromNs - PIECE_NS);
      found.addAll(series.scan(of, SeriesQuery.events(fromNs, toNs)));
    }
    if (fromNs > frame.baselineStartNs()) {
      limits.add(leftOut(name, fromNs, EVENTS_MAX));
    }
    return found;
  }

  private static String leftOut(String what, long beforeNs, int max) {
    return what
        + " before "
        + Instant.ofEpochSecond(0, beforeNs).truncatedTo(ChronoUnit.SECONDS)
        + " were not looked at: there are more than "
        + max
        + ".";
  }

  /** The newest first, so that what is left out is the oldest of what was usual. */
  private List<String> look(Frame frame, FlowSightings sightings) {
    FlowQuery query =
        new FlowQuery(
            frame.baselineStartNs(),
            frame.nowNs() - 1,
            FlowQuery.Order.NEWEST_FIRST,
            List.of(),
            Map.of());
    try (FlowCursor cursor = flows.scan(query)) {
      long oldestNs = frame.nowNs();
      for (int i = 0; cursor.hasNext(); i++) {
        if (i == FLOWS_MAX) {
          return List.of(leftOut("Flows", oldestNs, FLOWS_MAX));
        }
        var flow = cursor.next();
        oldestNs = flow.timeNs();
        sightings.add(flow.event());
      }
    }
    return List.of();
  }
}
