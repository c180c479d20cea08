package io.weir.dashboards.answer;

import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.SliWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Sums the services' indicators into the steps of a {@link Timeline}. Confined to the thread that
 * answers.
 *
 * <p>Counted are requests, connects and DNS queries, each by the service that was asked: a request
 * that needs three others is four events, which is how much there is to go wrong.
 */
public final class TimelineRollup {
  /** What is summed; each has a success and a failure that everybody agrees on. */
  public static final List<String> INDICATORS =
      List.of("http-availability", "tcp-connect", "dns-availability");

  /** Steps of a timeline at most: more are no wider than a pixel or two. One more may be begun. */
  public static final int STEPS_MAX = 120;

  private static final long NS_PER_MS = 1_000_000;
  private static final String CHANGE = "recent-change";

  private final EdgeFilter filter;
  private final long fromNs;
  private final long stepNs;
  private final long[] total;
  private final long[] bad;
  private final long[] lost;

  /**
   * @param range what is asked for
   * @param windowNs length of the windows that will be added; a step is a whole number of them
   * @param filter which services count
   */
  public TimelineRollup(TimeRange range, long windowNs, EdgeFilter filter) {
    this.filter = filter;
    long length = Math.max(windowNs, range.toNs() - range.fromNs());
    stepNs = TimeRange.ceil(length, windowNs * STEPS_MAX) / STEPS_MAX;
    fromNs = TimeRange.floor(range.fromNs(), stepNs);
    long toNs = TimeRange.ceil(Math.max(range.toNs(), fromNs + 1), stepNs);
    int steps = (int) ((toNs - fromNs) / stepNs);
    total = new long[steps];
    bad = new long[steps];
    lost = new long[steps];
  }

  /** Counts a window of a service; those of edges are left aside. */
  public void add(SliWindow window) {
    int step = stepOf(window.getWindow().getStartNs());
    if (step >= 0 && !window.hasClient() && filter.matchesServer(window.getServer())) {
      total[step] = Math.addExact(total[step], window.getTotal());
      bad[step] = Math.addExact(bad[step], window.getTotal() - window.getGood());
    }
  }

  /** Counts what a window misses; those of single edges are left aside. */
  public void addMissing(EdgeWindow window) {
    int step = stepOf(window.getWindow().getStartNs());
    if (step >= 0 && !window.hasEdge() && window.hasCoverage()) {
      lost[step] = Math.addExact(lost[step], window.getCoverage().getLost());
    }
  }

  private int stepOf(long startNs) {
    long step = Math.floorDiv(startNs - fromNs, stepNs);
    return step < 0 || step >= total.length ? -1 : (int) step;
  }

  /** The answer. */
  public Timeline timeline(AnswerInfo info, List<IncidentRow> incidents) {
    long[] starts =
        LongStream.range(0, total.length).map(i -> (fromNs + i * stepNs) / NS_PER_MS).toArray();
    return new Timeline(
        "timeline",
        summary(),
        info,
        stepNs / 1_000_000_000,
        new Timeline.Windows(starts, total, bad, lost),
        marks(info, incidents));
  }

  private String summary() {
    long all = LongStream.of(total).sum();
    if (all == 0) {
      return "Nothing was counted in this range.";
    }
    return Words.share(
            LongStream.of(bad).sum(),
            all,
            "request, connect or query",
            "requests, connects and queries")
        + " bad.";
  }

  private static List<Timeline.Mark> marks(AnswerInfo info, List<IncidentRow> incidents) {
    List<Timeline.Mark> marks = new ArrayList<>();
    for (IncidentRow incident : incidents) {
      Optional<String> id = Optional.of(incident.id());
      marks.add(
          new Timeline.Mark(
              incident.openedAt(), "incident", incident.slo() + ": " + incident.cause(), id));
      incident.causes().stream()
          .filter(cause -> cause.kind().equals(CHANGE) && !cause.evidence().isEmpty())
          .map(
              cause ->
                  new Timeline.Mark(cause.evidence().get(0).from(), "change", cause.sentence(), id))
          .forEach(marks::add);
    }
    marks.removeIf(mark -> mark.at().isBefore(info.from()) || !mark.at().isBefore(info.to()));
    marks.sort(
        Comparator.comparing(Timeline.Mark::at)
            .thenComparing(Timeline.Mark::kind)
            .thenComparing(Timeline.Mark::text));
    return marks;
  }
}
