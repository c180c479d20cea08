package io.weir.dashboards.answer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Which windows to read so that a range is covered once: 10 s windows up to an hour, 1 min up to
 * two days, else 1 h.
 *
 * <p>Long windows serve the middle of a range only. Its ends are read in shorter windows, down to
 * 10 s: the asked range seldom starts on the hour, and a long window appears in full only once it
 * is over. So 10:59:50–13:00:10 reads one 10 s window, 120 windows of 1 min and so on, never a
 * moment twice.
 *
 * @param range what is covered: the asked range, widened to whole 10 s
 * @param windowNs length of the windows in the middle
 * @param scans disjoint, ascending, together exactly {@code range}
 */
public record WindowPlan(TimeRange range, long windowNs, List<Scan> scans) {
  static final long TEN_SECONDS = Duration.ofSeconds(10).toNanos();
  static final long MINUTE = Duration.ofMinutes(1).toNanos();
  static final long HOUR = Duration.ofHours(1).toNanos();

  /** The lengths of the windows that the jobs write, longest first. */
  public static final List<Duration> STEPS =
      List.of(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofSeconds(10));

  /** Windows that ended less than this before the range's end may still lack their last events. */
  private static final long SETTLE = Duration.ofMinutes(2).toNanos();

  /** At most so many windows a scan, which bounds what one read holds in memory. */
  private static final int WINDOWS_MAX = 60;

  public WindowPlan {
    scans = List.copyOf(scans);
  }

  /**
   * Windows of one length that start in a range.
   *
   * @param range multiples of {@code windowNs}
   * @param windowNs length of the windows
   */
  public record Scan(TimeRange range, long windowNs) {}

  /** The plan for a range. */
  public static WindowPlan of(TimeRange asked) {
    return of(asked.widenTo(TEN_SECONDS), lengths(asked.length()));
  }

  /**
   * The plan for a range that is shown in steps, see {@link #wholeSteps}. No window of it is longer
   * than a step.
   *
   * @param step one of {@link #STEPS}
   */
  public static WindowPlan ofSteps(TimeRange asked, Duration step) {
    List<Duration> lengths = STEPS.subList(STEPS.indexOf(step), STEPS.size());
    return of(wholeSteps(asked, step), lengths.stream().map(Duration::toNanos).toList());
  }

  /** The range widened so that its first step is whole; the last ends where the range does. */
  public static TimeRange wholeSteps(TimeRange asked, Duration step) {
    return new TimeRange(
        TimeRange.floor(asked.fromNs(), step.toNanos()), TimeRange.ceil(asked.toNs(), TEN_SECONDS));
  }

  /** The step that keeps a range below some 3,000 windows for the first 125 days. */
  public static Duration step(Duration asked) {
    return Duration.ofNanos(lengths(asked).get(0));
  }

  private static WindowPlan of(TimeRange range, List<Long> lengths) {
    List<Scan> scans = new ArrayList<>();
    cover(range, range.toNs() - SETTLE, lengths, scans);
    return new WindowPlan(range, lengths.get(0), scans);
  }

  private static List<Long> lengths(Duration asked) {
    if (asked.compareTo(Duration.ofHours(1)) <= 0) {
      return List.of(TEN_SECONDS);
    }
    return asked.compareTo(Duration.ofDays(2)) <= 0
        ? List.of(MINUTE, TEN_SECONDS)
        : List.of(HOUR, MINUTE, TEN_SECONDS);
  }

  private static void cover(TimeRange range, long settledNs, List<Long> lengths, List<Scan> scans) {
    long length = lengths.get(0);
    if (lengths.size() == 1) {
      split(range, length, scans);
      return;
    }
    List<Long> shorter = lengths.subList(1, lengths.size());
    long first = TimeRange.ceil(range.fromNs(), length);
    long end = TimeRange.floor(Math.min(range.toNs(), settledNs), length);
    if (first >= end) {
      cover(range, settledNs, shorter, scans);
      return;
    }
    cover(new TimeRange(range.fromNs(), first), settledNs, shorter, scans);
    split(new TimeRange(first, end), length, scans);
    cover(new TimeRange(end, range.toNs()), settledNs, shorter, scans);
  }

  private static void split(TimeRange range, long length, List<Scan> scans) {
    long step = length * WINDOWS_MAX;
    for (long from = range.fromNs(); from < range.toNs(); from += step) {
      scans.add(new Scan(new TimeRange(from, Math.min(from + step, range.toNs())), length));
    }
  }
}
