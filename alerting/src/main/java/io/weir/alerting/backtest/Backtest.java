package io.weir.alerting.backtest;

import io.weir.alerting.burn.CountSeries;
import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.IndicatorSelector;
import io.weir.alerting.slo.Slo;
import io.weir.series.v1.SliWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Evaluates objectives on windows of the past, in simulated time: the same {@code SloBurn} that
 * works live, told of each window when it was over and evaluated at the end of every step. Confined
 * to one thread.
 *
 * <p>An objective begins with its first window; until its longest window is full it knows less than
 * it would have known ({@link PastAlert#partial}). Give it windows from {@link #warmUp} before the
 * range on: they are evaluated, and not told. A time without any window is silence, whether nothing
 * happened or nobody looked.
 *
 * <p>With steps of a minute all sums are those of live at full minutes, so alerts are at most 50 s
 * later. Late events are where they belong, which live knew only later.
 *
 * <p>Holds the counts of {@value #OBJECTIVES_MAX} objectives at most, up to 40 KB each; series of
 * matches beyond are counted in {@link Hindsight#leftOut}. What is told of one objective is bounded
 * by the number of steps.
 */
public final class Backtest {
  /** Objectives at most, the matches of fan-outs included. */
  public static final int OBJECTIVES_MAX = 2_000;

  /** Points of a budget over time, one more or less. */
  public static final int POINTS = 360;

  private static final long NS_PER_MS = 1_000_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TEN_SECONDS = Duration.ofMillis(CountSeries.BASE_MS);

  private final List<Slo> slos;
  private final long stepMs;
  private final long fromMs;
  private final long untilMs;
  // One map for each objective, by match; only an objective with fan-out has more than one entry.
  private final List<Map<String, PastBurn>> burns = new ArrayList<>();
  private final Map<String, List<PastBurn>> bySeries = new HashMap<>();
  private int size;
  private int leftOut;
  private long startMs = Long.MIN_VALUE;

  /**
   * @param step length of the windows, 10 s or 1 min
   * @param from what happened before is not told; a multiple of {@code step}
   * @param until windows from then on are not counted; a multiple of {@code step}
   */
  public Backtest(List<Slo> slos, Duration step, Instant from, Instant until) {
    if (!step.equals(TEN_SECONDS) && !step.equals(MINUTE)) {
      throw new IllegalArgumentException("step: " + step + " (expected: 10 s or 1 min)");
    }
    this.slos = List.copyOf(slos);
    this.stepMs = step.toMillis();
    this.fromMs = from.toEpochMilli();
    this.untilMs = until.toEpochMilli();
    if (fromMs >= untilMs || fromMs % stepMs != 0 || untilMs % stepMs != 0) {
      throw new IllegalArgumentException(
          "from, until: "
              + from
              + ", "
              + until
              + " (expected: ascending multiples of "
              + step
              + ")");
    }
    slos.forEach(slo -> burns.add(new TreeMap<>()));
  }

  /** A minute, where every rule and slice is a multiple of it; else ten seconds. */
  public static Duration stepFor(List<Slo> slos) {
    return slos.stream().flatMap(Backtest::lengths).allMatch(Backtest::isWholeMinutes)
        ? MINUTE
        : TEN_SECONDS;
  }

  private static Stream<Duration> lengths(Slo slo) {
    return Stream.concat(
        slice(slo.objective().method()).stream(),
        slo.rules().burn().stream()
            .flatMap(rule -> Stream.of(rule.longWindow(), rule.shortWindow())));
  }

  private static Optional<Duration> slice(BudgetMethod method) {
    if (method instanceof BudgetMethod.Timeslices slices) {
      return Optional.of(slices.slice());
    }
    return method instanceof BudgetMethod.RatioTimeslices slices
        ? Optional.of(slices.slice())
        : Optional.empty();
  }

  private static boolean isWholeMinutes(Duration length) {
    return length.toMillis() % MINUTE.toMillis() == 0;
  }

  /** The longest window of any rule: so long before the range windows still matter in it. */
  public static Duration warmUp(List<Slo> slos) {
    return slos.stream()
        .flatMap(slo -> slo.rules().burn().stream())
        .map(BurnRule::longWindow)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /**
   * Counts a window for every objective that it belongs to. Windows come in the order of their
   * begin, each series' once; those that no objective wants are left aside.
   */
  public void add(SliWindow window) {
    long start = window.getWindow().getStartNs() / NS_PER_MS;
    if (window.getWindow().getLengthNs() != stepMs * NS_PER_MS || start % stepMs != 0) {
      throw new IllegalArgumentException(
          "window: " + window.getWindow() + " (expected: " + stepMs + " ms long, as every one)");
    }
    if (start < startMs) {
      throw new IllegalArgumentException(
          "window: begins at " + start + " (expected: not before the last one, " + startMs + ")");
    }
    if (start >= untilMs) {
      return;
    }
    List<PastBurn> counting = counting(window);
    if (!counting.isEmpty()) {
      advance(start);
      counting.forEach(burn -> burn.count(window.getGood(), window.getTotal(), window.getLost()));
    }
  }

  private List<PastBurn> counting(SliWindow window) {
    String series = window.getIndicator() + "|" + IndicatorSelector.series(window);
    List<PastBurn> known = bySeries.get(series);
    if (known == null) {
      known = match(window);
      bySeries.put(series, known);
    }
    return known;
  }

  private List<PastBurn> match(SliWindow window) {
    List<PastBurn> matches = new ArrayList<>();
    for (int i = 0; i < slos.size(); i++) {
      IndicatorSelector selector = slos.get(i).selector();
      if (selector.matches(window)) {
        String match = selector.fanOutKey(window);
        PastBurn burn = burns.get(i).get(match);
        if (burn != null) {
          matches.add(burn);
        } else if (size < OBJECTIVES_MAX) {
          burn = new PastBurn(slos.get(i).ofMatch(match), fromMs, pointEveryMs());
          burns.get(i).put(match, burn);
          size++;
          matches.add(burn);
        } else {
          leftOut++;
        }
      }
    }
    return matches;
  }

  private long pointEveryMs() {
    long steps = (untilMs - fromMs) / stepMs;
    return Math.max(1, steps / POINTS) * stepMs;
  }

  /** Ends all steps before {@code toMs}. */
  private void advance(long toMs) {
    if (startMs == Long.MIN_VALUE) {
      startMs = toMs;
    }
    for (; startMs < toMs; startMs += stepMs) {
      for (Map<String, PastBurn> matches : burns) {
        for (PastBurn burn : matches.values()) {
          burn.step(startMs, startMs + stepMs);
        }
      }
    }
  }

  /** Goes on to the end of the range, and says what was told. Nothing is added after. */
  public Hindsight finish() {
    advance(untilMs);
    List<SloHindsight> told = new ArrayList<>();
    for (int i = 0; i < slos.size(); i++) {
      if (burns.get(i).isEmpty()) {
        told.add(SloHindsight.nothing(slos.get(i)));
      }
      burns.get(i).values().forEach(burn -> told.add(burn.told()));
    }
    return new Hindsight(
        Instant.ofEpochMilli(fromMs), Instant.ofEpochMilli(untilMs), told, leftOut);
  }
}
