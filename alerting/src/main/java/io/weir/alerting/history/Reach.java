package io.weir.alerting.history;

import io.weir.alerting.burn.Level;
import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Period;
import io.weir.alerting.slo.Slo;
import io.weir.alerting.slo.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far back, and how finely, one objective needs its past, so that longer windows count the same
 * as those of ten seconds.
 *
 * @param fromMs from when on at all
 * @param minutesFromMs from when on at least in minutes
 * @param tenSecondsFromMs from when on in windows of ten seconds
 * @param coarsestMs no longer windows, however old: those that divide a slice of time
 * @param edges times that no window may reach across: what is before counts otherwise than what is
 *     after
 */
record Reach(
    long fromMs, long minutesFromMs, long tenSecondsFromMs, long coarsestMs, List<Long> edges) {
  static final long TEN_SECONDS_MS = Duration.ofSeconds(10).toMillis();
  static final long MINUTE_MS = Duration.ofMinutes(1).toMillis();
  static final long HOUR_MS = Duration.ofHours(1).toMillis();

  /** The lengths that the jobs count in, the longest first. */
  static final List<Long> LENGTHS_MS = List.of(HOUR_MS, MINUTE_MS, TEN_SECONDS_MS);

  /**
   * So much more is read, for whether there was anything before the longest window: a service may
   * be silent when its window begins, and is counted for longer than that all the same.
   */
  private static final Duration BEFORE = Duration.ofDays(1);

  /** As many days of maintenance are looked up at once: more spans than some thousand are cut. */
  private static final Duration MAINTENANCE_STEP = Duration.ofDays(7);

  Reach {
    edges = List.copyOf(edges);
  }

  /**
   * Of an objective.
   *
   * @param headMs end of its newest window
   * @param cutMs where the past ends
   * @param sinceMs what was before is not of it; {@code Long.MAX_VALUE} for all
   */
  static Reach of(Slo slo, long headMs, long cutMs, long sinceMs) {
    long begin = Math.min(longest(slo, headMs), periodStart(slo, headMs)) - BEFORE.toMillis();
    long from = Math.max(begin, Math.max(slo.from().toEpochMilli(), sinceMs));
    return new Reach(
        from,
        headMs - longestUpTo(slo, Level.TEN_MINUTES),
        Math.min(cutMs, headMs - longestUpTo(slo, Level.TEN_SECONDS)),
        coarsest(slo.objective().method()),
        edges(slo, from, headMs, cutMs, sinceMs));
  }

  /** Start of the longest window; buckets of an hour may begin earlier. */
  private static long longest(Slo slo, long headMs) {
    return headMs - windows(slo).mapToLong(Duration::toMillis).max().orElse(0) - HOUR_MS;
  }

  private static long periodStart(Slo slo, long headMs) {
    return slo.objective().period().start(Instant.ofEpochMilli(headMs)).toEpochMilli();
  }

  private static Stream<Duration> windows(Slo slo) {
    Stream<Duration> rules = slo.rules().burn().stream().flatMap(Reach::windows);
    return slo.objective().period() instanceof Period.Rolling rolling
        ? Stream.concat(rules, Stream.of(rolling.length()))
        : rules;
  }

  private static Stream<Duration> windows(BurnRule rule) {
    return Stream.of(rule.longWindow(), rule.shortWindow());
  }

  /** The longest window that is summed from buckets of {@code level} or finer ones. */
  private static long longestUpTo(Slo slo, Level level) {
    return windows(slo)
        .filter(window -> Level.of(window).compareTo(level) <= 0)
        .mapToLong(Duration::toMillis)
        .max()
        .orElse(0);
  }

  private static long coarsest(BudgetMethod method) {
    long slice = sliceMs(method);
    return LENGTHS_MS.stream().filter(length -> slice % length == 0).findFirst().orElseThrow();
  }

  private static long sliceMs(BudgetMethod method) {
    if (method instanceof BudgetMethod.Timeslices slices) {
      return slices.slice().toMillis();
    }
    return method instanceof BudgetMethod.RatioTimeslices slices
        ? slices.slice().toMillis()
        : HOUR_MS;
  }

  private static List<Long> edges(Slo slo, long fromMs, long headMs, long cutMs, long sinceMs) {
    List<Long> edges = new ArrayList<>();
    edges.add(cutMs);
    edges.add(Math.max(slo.from().toEpochMilli(), sinceMs));
    edges.add(periodStart(slo, headMs));
    if (slo.maintenance().isNone() || fromMs >= headMs) {
      return edges;
    }
    Instant head = Instant.ofEpochMilli(headMs);
    for (Instant start = Instant.ofEpochMilli(fromMs);
        start.isBefore(head);
        start = start.plus(MAINTENANCE_STEP)) {
      for (TimeSpan span :
          slo.maintenance().within(new TimeSpan(start, start.plus(MAINTENANCE_STEP)))) {
        edges.add(span.start().toEpochMilli());
        edges.add(span.end().toEpochMilli());
      }
    }
    return edges;
  }
}
