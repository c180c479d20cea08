package io.weir.alerting.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.alerting.burn.Journal;
import io.weir.alerting.burn.SloBurn;
import io.weir.alerting.slo.AlertRules;
import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Guard;
import io.weir.alerting.slo.IndicatorSelector;
import io.weir.alerting.slo.IndicatorSelector.FanOut;
import io.weir.alerting.slo.Maintenance;
import io.weir.alerting.slo.NoDataPolicy;
import io.weir.alerting.slo.Objective;
import io.weir.alerting.slo.PeerPattern;
import io.weir.alerting.slo.Period;
import io.weir.alerting.slo.Slo;
import io.weir.alerting.slo.Target;
import io.weir.series.v1.Peer;
import io.weir.series.v1.SliWindow;
import io.weir.series.v1.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 99.9 % over 30 days with the standard rules, on made traffic. */
class BacktestTest {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final Peer CHECKOUT = peer("checkout");
  private static final Peer CART = peer("cart");

  private static Peer peer(String name) {
    return Peer.newBuilder().setNamespace("shop").setKind("Deployment").setName(name).build();
  }

  private static AlertRules plain(Guard guard) {
    return new AlertRules(BurnRule.standard(MONTH), List.of(), guard, NoDataPolicy.DEFAULT, 1);
  }

  private static Slo slo(IndicatorSelector selector, AlertRules rules) {
    return new Slo(
        "checkout",
        "checkout",
        Map.of(),
        selector,
        new Objective(
            Target.of("0.999"), new BudgetMethod.Occurrences(), new Period.Rolling(MONTH)),
        rules,
        Maintenance.NONE,
        Instant.EPOCH);
  }

  private static Slo slo() {
    return slo(
        IndicatorSelector.ofService("http-availability", "*/*/*/checkout"), plain(Guard.NONE));
  }

  private static Slo eachService() {
    return slo(
        new IndicatorSelector(
            "http-availability",
            Optional.of(PeerPattern.of("*/shop/*/*")),
            Optional.empty(),
            0,
            "",
            "",
            FanOut.SERVICE),
        plain(Guard.NONE));
  }

  /** A backtest that is fed window after window. */
  private static final class Story {
    final Backtest backtest;
    private final Duration step;
    private Instant now;

    Story(Slo slo, Duration step, Instant from, Instant until) {
      this.backtest = new Backtest(List.of(slo), step, from, until);
      this.step = step;
      this.now = from;
    }

    Story startAt(Instant time) {
      now = time;
      return this;
    }

    /** Traffic to checkout of which a share fails, for so long. */
    Story run(Duration length, long eventsPerStep, double badRatio) {
      long bad = Math.round(eventsPerStep * badRatio);
      for (Instant end = now.plus(length); now.isBefore(end); now = now.plus(step)) {
        backtest.add(window(CHECKOUT, now, step, eventsPerStep - bad, eventsPerStep));
      }
      return this;
    }

    Story silence(Duration length) {
      now = now.plus(length);
      return this;
    }

    SloHindsight only() {
      List<SloHindsight> all = backtest.finish().objectives();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  private static SliWindow window(
      Peer server, Instant start, Duration length, long good, long total) {
    return SliWindow.newBuilder()
        .setIndicator("http-availability")
        .setServer(server)
        .setWindow(
            Window.newBuilder()
                .setStartNs(start.getEpochSecond() * 1_000_000_000L)
                .setLengthNs(length.toNanos()))
        .setGood(good)
        .setTotal(total)
        .build();
  }

  private static PastAlert alert(SloHindsight of, String rule) {
    List<PastAlert> all = of.alerts().stream().filter(alert -> alert.rule().equals(rule)).toList();
    assertThat(all).as(rule).hasSize(1);
    return all.get(0);
  }

  /**
   * Worked by hand: {@code W B EB / e} after the begin, {@code w (1 - B EB / e)} after the end, up
   * to the next step. Of 10 % bad at 99.9 % the page of 1 h comes after 8.64 min.
   */
  @ParameterizedTest(name = "{0} bad in steps of {1} s")
  @CsvSource({
    "1.00, 10, 60,    2026-01-08T04:04:56Z",
    "0.10, 10, 520,   2026-01-08T04:04:17Z",
    "0.10, 60, 540,   2026-01-08T04:05:00Z",
    "0.02, 10, 2600,  2026-01-08T04:01:24Z",
    "0.02, 60, 2640,  2026-01-08T04:02:00Z"
  })
  void pagesWhenTheFormulaeSay(double badRatio, int stepSeconds, int detectionS, Instant over) {
    Duration step = Duration.ofSeconds(stepSeconds);
    Instant begin = START.plus(Duration.ofDays(3));
    SloHindsight told =
        new Story(slo(), step, START, begin.plus(Duration.ofHours(12)))
            .run(Duration.ofDays(3), 100_000, 0)
            .run(Duration.ofHours(4), 100_000, badRatio)
            .run(Duration.ofHours(8), 100_000, 0)
            .only();

    PastAlert page = alert(told, "page-1h");
    assertThat(page.severity()).isEqualTo("page");
    assertThat(page.detection()).contains(Duration.ofSeconds(detectionS));
    assertThat(page.firedAt()).isEqualTo(begin.plusSeconds(detectionS));
    assertThat(page.resolvedAt().orElseThrow()).isBetween(over, over.plus(step).plusSeconds(1));
    assertThat(page.burnRate()).isCloseTo(14.4, within(14.4 * step.toSeconds() / detectionS));
    assertThat(page.partial()).isFalse();
    if (badRatio == 0.10) {
      // 8 min 40 s (or 9 min) of 10 % are in an hour that had no other failure.
      long expected = (long) (0.10 * 100_000 * detectionS / stepSeconds);
      assertThat(page.seen().bad()).isEqualTo(expected);
      assertThat(page.seen().total()).isEqualTo(100_000L * 3600 / stepSeconds);
    }
  }

  /** An hour at 2 % of a full month: 20 times the budget's pace for 1/720 of it, 2.78 %. */
  @Test
  void theBudgetOverTimeEndsWithWhatIsLeftNow() {
    Instant until = START.plus(MONTH);
    Story story =
        new Story(slo(), MINUTE, START, until)
            .run(MONTH.minus(HOUR), 1_000, 0)
            .run(HOUR, 1_000, 0.02);
    SloHindsight told = story.only();

    assertThat(told.now().orElseThrow().left()).isCloseTo(1 - 20.0 / 720, within(1e-9));
    assertThat(told.now().orElseThrow().partial()).isFalse();
    assertThat(told.counts().bad()).isEqualTo(60 * 20);
    assertThat(told.counts().total()).isEqualTo(30L * 1440 * 1_000);
    assertThat(told.budget()).hasSize(Backtest.POINTS);
    assertThat(told.budget().get(358))
        .isEqualTo(new BudgetPoint(until.minus(HOUR.multipliedBy(2)), 1));
    assertThat(told.budget().get(359).at()).isEqualTo(until);
    assertThat(told.budget().get(359).left()).isCloseTo(1 - 20.0 / 720, within(1e-9));
  }

  /** Two outages, hours apart: the delay of the second counts from the second. */
  @Test
  void detectionCountsFromTheStretchThatLedToIt() {
    Instant until = START.plus(Duration.ofDays(4));
    SloHindsight told =
        new Story(slo(), TEN_SECONDS, START, until)
            .run(Duration.ofDays(3), 10_000, 0)
            .run(Duration.ofMinutes(5), 10_000, 0.5)
            .run(Duration.ofHours(3), 10_000, 0)
            .run(Duration.ofMinutes(5), 10_000, 0.5)
            .run(Duration.ofHours(3), 10_000, 0)
            .only();

    // 14.4 times 0.1 % of an hour is 104 s of half of them.
    assertThat(told.alerts())
        .filteredOn(alert -> alert.rule().equals("page-1h"))
        .extracting(alert -> alert.detection().orElseThrow())
        .containsExactly(Duration.ofSeconds(110), Duration.ofSeconds(110));
  }

  /** Two minutes of outage in every four: one stretch, for the long window alone adds it up. */
  @Test
  void aPauseWithinTheShortWindowDoesNotBeginANewStretch() {
    Instant until = START.plus(Duration.ofDays(4));
    Story story = new Story(slo(), TEN_SECONDS, START, until).run(Duration.ofDays(3), 10_000, 0);
    for (int i = 0; i < 30; i++) {
      story.run(Duration.ofMinutes(2), 10_000, 0.05).run(Duration.ofMinutes(2), 10_000, 0);
    }

    // 1.44 % of an hour at 5 % are 17 min 17 s of it: nine outages, the last not to its end.
    assertThat(alert(story.only(), "page-1h").detection().orElseThrow())
        .isBetween(Duration.ofMinutes(33), Duration.ofMinutes(34));
  }

  @Test
  void whatFiredBeforeTheRangeIsNotItsNews() {
    Instant from = START.plus(Duration.ofDays(4));
    Story story = new Story(slo(), MINUTE, from, from.plus(DAY));
    story
        .startAt(START)
        .run(Duration.ofDays(3), 1_000, 0)
        .run(Duration.ofMinutes(20), 1_000, 0.5)
        .run(Duration.ofHours(23), 1_000, 0);
    Hindsight told = story.backtest.finish();

    assertThat(told.fired("page")).isZero();
    assertThat(told.objectives().get(0).alerts()).isEmpty();
    assertThat(told.objectives().get(0).counts().total())
        .as("only the range counts")
        .isLessThan(1_000L * 60 * 24);
  }

  /** The ticket of 3 days stays open for 6 h after the fault: into the range. */
  @Test
  void whatIsStillOpenFromBeforeIsShownAndNotCounted() {
    Instant from = START.plus(Duration.ofDays(3)).plus(HOUR);
    Story story = new Story(slo(), MINUTE, from, from.plus(DAY));
    story
        .startAt(START)
        .run(Duration.ofDays(3), 1_000, 0)
        .run(Duration.ofMinutes(20), 1_000, 0.5)
        .run(DAY, 1_000, 0);
    Hindsight told = story.backtest.finish();

    assertThat(alert(told.objectives().get(0), "ticket-3d").firedAt()).isBefore(from);
    assertThat(told.fired("ticket")).isZero();
  }

  @Test
  void pagesInHalfAMonthAreTwiceAsManyInAMonth() {
    Instant until = START.plus(Duration.ofDays(15));
    Story story = new Story(slo(), MINUTE, START, until).run(Duration.ofDays(3), 1_000, 0);
    for (int i = 0; i < 2; i++) {
      story.run(Duration.ofMinutes(5), 1_000, 0.5).run(Duration.ofDays(2), 1_000, 0);
    }
    Hindsight told = story.backtest.finish();
    long oneHour =
        told.fired(told.objectives().get(0)).filter(a -> a.rule().equals("page-1h")).count();

    assertThat(oneHour).isEqualTo(2);
    assertThat(told.per30Days(oneHour)).isEqualTo(4);
  }

  /** At ten requests an hour one failure is a burn rate of 100, and says nothing. */
  @Test
  void whatLowTrafficHeldBackIsTold() {
    Instant until = START.plus(DAY);
    Story story =
        new Story(
            slo(
                IndicatorSelector.ofService("http-availability", "*/*/*/checkout"),
                plain(Guard.DEFAULT)),
            MINUTE,
            START,
            until);
    for (int hour = 0; hour < 12; hour++) {
      for (int i = 0; i < 10; i++) {
        story.run(MINUTE, 1, hour == 6 && i == 0 ? 1 : 0).silence(MINUTE.multipliedBy(5));
      }
    }
    SloHindsight told = story.only();

    assertThat(told.alerts()).isEmpty();
    PastHold hold =
        told.holds().stream().filter(one -> one.rule().equals("page-1h")).findFirst().orElseThrow();
    assertThat(hold.why()).isEqualTo("1 bad events (minimum 3)");
    assertThat(hold.from()).isEqualTo(START.plus(HOUR.multipliedBy(6)).plus(MINUTE));
    assertThat(hold.until()).contains(hold.from().plus(MINUTE.multipliedBy(5)));
    assertThat(hold.fired()).isFalse();
  }

  @Test
  void seriesOfOneObjectiveAddUpAndTheirLossDoesNot() {
    Slo all =
        slo(IndicatorSelector.ofService("http-availability", "*/shop/*/*"), plain(Guard.NONE));
    Backtest backtest = new Backtest(List.of(all), MINUTE, START, START.plus(HOUR));
    backtest.add(window(CHECKOUT, START, MINUTE, 9, 10).toBuilder().setLost(5).build());
    backtest.add(window(CART, START, MINUTE, 20, 20).toBuilder().setLost(7).build());
    SloHindsight told = backtest.finish().objectives().get(0);

    assertThat(told.counts().bad()).isEqualTo(1);
    assertThat(told.counts().total()).isEqualTo(30);
    assertThat(told.counts().lost()).isEqualTo(7);
  }

  @Test
  void eachMatchOfAFanOutHasItsOwnPast() {
    Backtest backtest = new Backtest(List.of(eachService()), MINUTE, START, START.plus(HOUR));
    for (int i = 0; i < 30; i++) {
      Instant at = START.plus(MINUTE.multipliedBy(i));
      backtest.add(window(CART, at, MINUTE, 1_000, 1_000));
      backtest.add(window(CHECKOUT, at, MINUTE, 500, 1_000));
      backtest.add(window(peer("db").toBuilder().setNamespace("data").build(), at, MINUTE, 0, 9));
    }
    Hindsight told = backtest.finish();

    assertThat(told.objectives())
        .extracting(one -> one.slo().id())
        .containsExactly("checkout[/shop/Deployment/cart]", "checkout[/shop/Deployment/checkout]");
    assertThat(told.objectives().get(0).alerts()).isEmpty();
    // The first minute is all there is: two windows that are far from full.
    assertThat(alert(told.objectives().get(1), "page-1h").partial()).isTrue();
    assertThat(told.leftOut()).isZero();
  }

  @Test
  void matchesBeyondTheLimitAreCountedNotEvaluated() {
    Backtest backtest = new Backtest(List.of(eachService()), MINUTE, START, START.plus(HOUR));
    for (int i = 0; i < Backtest.OBJECTIVES_MAX + 3; i++) {
      backtest.add(window(peer("s" + i), START, MINUTE, 1, 1));
    }
    Hindsight told = backtest.finish();

    assertThat(told.objectives()).hasSize(Backtest.OBJECTIVES_MAX);
    assertThat(told.leftOut()).isEqualTo(3);
  }

  @Test
  void whatNothingCountedForIsThereWithoutFigures() {
    SloHindsight told = new Story(slo(), MINUTE, START, START.plus(HOUR)).only();

    assertThat(told.firstAt()).isEmpty();
    assertThat(told.now()).isEmpty();
    assertThat(told.alerts()).isEmpty();
  }

  /** The same windows, given to the live evaluation as it gets them, tell the same. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void tellsWhatLiveWouldHaveTold(long seed) {
    Random random = new Random(seed);
    Instant until = START.plus(DAY);
    Backtest backtest = new Backtest(List.of(slo()), TEN_SECONDS, START, until);
    SloBurn live = new SloBurn(slo(), Journal.NONE);
    List<String> expected = new ArrayList<>();
    double badRatio = 0;
    for (Instant at = START; at.isBefore(until); at = at.plus(TEN_SECONDS)) {
      if (random.nextInt(300) == 0) {
        badRatio = random.nextInt(3) == 0 ? 0 : random.nextDouble() * random.nextDouble();
      }
      long total = random.nextInt(500);
      long bad = Math.round(total * badRatio);
      if (total > 0) {
        live.add(at.toEpochMilli(), total - bad, total, 0);
        backtest.add(window(CHECKOUT, at, TEN_SECONDS, total - bad, total));
      }
      live.evaluate(
          at.plus(TEN_SECONDS).toEpochMilli(),
          change -> {
            if (change.fires()) {
              expected.add(change.rule() + " " + change.atMs());
            }
          });
    }

    assertThat(expected).as("seed=%d", seed).isNotEmpty();
    assertThat(backtest.finish().objectives().get(0).alerts())
        .as("seed=%d", seed)
        .extracting(alert -> alert.rule() + " " + alert.firedAt().toEpochMilli())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void secondsAreNeededWhereARuleHasThem() {
    BurnRule quick = BurnRule.ofFactor("page", 14.4, HOUR, Duration.ofSeconds(90));
    AlertRules rules =
        new AlertRules(List.of(quick), List.of(), Guard.NONE, NoDataPolicy.DEFAULT, 1);
    Slo seconds = slo(IndicatorSelector.ofService("http-availability", "*/*/*/checkout"), rules);

    assertThat(Backtest.stepFor(List.of(slo()))).isEqualTo(MINUTE);
    assertThat(Backtest.stepFor(List.of(slo(), seconds))).isEqualTo(TEN_SECONDS);
    assertThat(Backtest.warmUp(List.of(seconds, slo()))).isEqualTo(Duration.ofDays(3));
  }

  @Test
  void refusesWindowsOutOfOrderAndOfAnotherLength() {
    Backtest backtest = new Backtest(List.of(slo()), MINUTE, START, START.plus(HOUR));
    backtest.add(window(CHECKOUT, START.plus(MINUTE), MINUTE, 1, 1));

    assertThatThrownBy(() -> backtest.add(window(CHECKOUT, START, MINUTE, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: not before the last one");
    assertThatThrownBy(() -> backtest.add(window(CHECKOUT, START.plus(MINUTE), TEN_SECONDS, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: 60000 ms long");
  }
}
