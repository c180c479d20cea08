package io.weir.alerting.burn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.alerting.slo.AlertRules;
import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.EmptySlices;
import io.weir.alerting.slo.Guard;
import io.weir.alerting.slo.Maintenance;
import io.weir.alerting.slo.NoDataPolicy;
import io.weir.alerting.slo.Period;
import io.weir.alerting.slo.Slo;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** An objective that is made again from its journal goes on as if nothing had been. */
class RestartTest {
  private static final long START = Simulation.START.toEpochMilli();
  private static final long STEP = CountSeries.BASE_MS;

  private record Bucket(Level level, long startMs) {}

  /** Keeps what it is told, and gives it back in any order. */
  private static final class Kept implements Journal {
    final Map<Bucket, Counts> buckets = new HashMap<>();
    final Map<String, RuleState> states = new HashMap<>();
    long first = Long.MAX_VALUE;
    long closed = Long.MIN_VALUE;

    @Override
    public void put(Level level, long startMs, Counts counts) {
      buckets.put(new Bucket(level, startMs), counts);
    }

    @Override
    public void remove(Level level, long startMs) {
      buckets.remove(new Bucket(level, startMs));
    }

    @Override
    public void marks(long firstMs, long closedMs) {
      first = firstMs;
      closed = closedMs;
    }

    @Override
    public void state(String rule, RuleState state) {
      states.put(rule, state);
    }

    SloBurn restart(Slo slo, Random random) {
      SloBurn burn = new SloBurn(slo, this);
      List<Bucket> order = new ArrayList<>(buckets.keySet());
      Collections.shuffle(order, random);
      order.forEach(bucket -> burn.load(bucket.level(), bucket.startMs(), buckets.get(bucket)));
      states.forEach(burn::load);
      burn.loadMarks(first, closed);
      burn.resume();
      return burn;
    }
  }

  private static Slo slo(int kind) {
    Period rolling = new Period.Rolling(Duration.ofDays(7));
    Period days =
        new Period.Calendar(
            LocalDateTime.parse("2026-01-01T00:00:00"), 1, ChronoUnit.DAYS, ZoneOffset.UTC);
    BudgetMethod events = new BudgetMethod.Occurrences();
    BudgetMethod slices =
        new BudgetMethod.Timeslices(
            Duration.ofMinutes(1), BigDecimal.valueOf(0.9), EmptySlices.GOOD);
    return Simulation.slo(
        "0.99",
        kind == 1 ? days : rolling,
        kind == 2 ? slices : events,
        new AlertRules(
            BurnRule.standard(Duration.ofDays(7)),
            AlertRules.NOTICES,
            Guard.DEFAULT,
            NoDataPolicy.DEFAULT,
            0.9),
        Maintenance.NONE);
  }

  @Property(tries = 60)
  void goesOnAsIfNothingHadBeen(@ForAll long seed, @ForAll @IntRange(min = 0, max = 2) int kind) {
    Random random = new Random(seed);
    Slo slo = slo(kind);
    Kept kept = new Kept();
    SloBurn undisturbed = new SloBurn(slo, Journal.NONE);
    SloBurn restarted = new SloBurn(slo, kept);
    List<Transition> expected = new ArrayList<>();
    List<Transition> seen = new ArrayList<>();
    long now = START;
    for (int phase = 0; phase < 12; phase++) {
      double badRatio = random.nextInt(3) == 0 ? random.nextDouble() : 0.005;
      boolean silent = random.nextInt(5) == 0;
      int steps = 1 + random.nextInt(700);
      for (int i = 0; i < steps; i++) {
        now += STEP;
        for (int n = silent ? 0 : 1 + random.nextInt(2); n > 0; n--) {
          // In time, or revised up to fifteen minutes later.
          long start = now - STEP * (1 + (n == 1 ? 0 : random.nextInt(90)));
          long total = random.nextInt(200);
          long good = Math.round(total * (1 - badRatio));
          undisturbed.add(start, good, total, 0);
          restarted.add(start, good, total, 0);
        }
        undisturbed.evaluate(now, expected::add);
        restarted.evaluate(now, seen::add);
      }
      restarted = kept.restart(slo, random);
      restarted.evaluate(now, seen::add);
    }

    for (int i = 0; i < Math.min(seen.size(), expected.size()); i++) {
      assertThat(seen.get(i)).isEqualTo(expected.get(i));
    }
    assertThat(seen).as("no change twice, none lost").hasSameSizeAs(expected);
    assertThat(restarted.budget()).isEqualTo(undisturbed.budget());
    for (int rule = 0; rule < slo.rules().burn().size(); rule++) {
      assertThat(restarted.reading(rule)).isEqualTo(undisturbed.reading(rule));
    }
  }

  /** What is kept does not grow with age. */
  @Property(tries = 3)
  void whatIsOldIsRemoved(@ForAll @IntRange(min = 0, max = 2) int kind) {
    Kept kept = new Kept();
    SloBurn burn = new SloBurn(slo(kind), kept);
    int size = 0;
    for (long now = START; now < START + Duration.ofDays(17).toMillis(); now += STEP) {
      burn.add(now, 99, 100, 1);
      burn.evaluate(now + STEP, change -> {});
      if (now == START + Duration.ofDays(8).toMillis()) {
        size = kept.buckets.size();
      }
    }

    assertThat(kept.buckets.size()).isCloseTo(size, within(20));
    assertThat(size).isLessThan(9_000);
  }
}
