package io.weir.alerting.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.weir.alerting.burn.Budget;
import io.weir.alerting.burn.Journal;
import io.weir.alerting.burn.SloBurn;
import io.weir.alerting.history.Past.Recent;
import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.EmptySlices;
import io.weir.alerting.slo.IndicatorSelector.FanOut;
import io.weir.alerting.slo.Maintenance;
import io.weir.alerting.slo.Period;
import io.weir.alerting.slo.Recurrence;
import io.weir.alerting.slo.TimeSpan;
import io.weir.series.v1.SliWindow;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PastReaderTest {
  private static final Instant HEAD = Instant.parse("2026-01-31T12:34:50Z");
  private static final Duration LATENESS = Duration.ofHours(1);
  private static final Duration STEP = Duration.ofSeconds(10);

  private final FakeSlis archive = new FakeSlis();
  private final List<PastMatch> others = new ArrayList<>();
  private long sinceMs;
  private final PastReader reader =
      new PastReader(archive, slo -> sinceMs, () -> HEAD, others::add);

  private PastRequest request(PastSlos slo, String match, long headMs) {
    return new PastRequest(slo.build().ofMatch(match), match, headMs, LATENESS);
  }

  private List<Past> read(PastRequest... requests) {
    reader.read(List.of(requests), () -> false);
    return Stream.of(requests).map(request -> request.take().orElseThrow()).toList();
  }

  private Past read(PastSlos slo) {
    return read(request(slo, "", HEAD.toEpochMilli())).get(0);
  }

  private static Period months(String zone) {
    return new Period.Calendar(
        LocalDateTime.parse("2026-01-01T00:00:00"), 1, ChronoUnit.MONTHS, ZoneId.of(zone));
  }

  /** Objectives of every kind; their windows end in all levels. */
  private static PastSlos kind(int kind) {
    PastSlos usual = PastSlos.standard();
    return switch (kind) {
      case 0 -> usual;
      case 1 -> usual.period(new Period.Rolling(Duration.ofDays(7)));
      case 2 -> usual.period(months("Asia/Kolkata"));
      case 3 ->
          usual.method(
              new BudgetMethod.Timeslices(
                  Duration.ofMinutes(1), new BigDecimal("0.9"), EmptySlices.GOOD));
      case 4 ->
          usual.method(new BudgetMethod.RatioTimeslices(Duration.ofMinutes(150), EmptySlices.SKIP));
      case 5 ->
          usual.maintenance(
              new Maintenance(
                  List.of(new TimeSpan(HEAD.minusSeconds(900_015), HEAD.minusSeconds(400_000))),
                  List.of(
                      new Recurrence(
                          ZonedDateTime.parse("2025-12-01T02:30:00+01:00[Europe/Berlin]"),
                          Duration.ofMinutes(45),
                          "FREQ=DAILY"))));
      case 6 -> usual.from(Instant.parse("2026-01-22T07:11:10Z"));
      default ->
          usual.rules(
              List.of(
                  BurnRule.ofFactor("page", 2, Duration.ofHours(13), Duration.ofHours(7)),
                  BurnRule.ofFactor("ticket", 1, Duration.ofDays(14), Duration.ofDays(4))));
    };
  }

  /** To the count, when it comes and as it goes on. */
  @Property(tries = 60)
  void itCountsAsIfItHadBeenThereAllAlong(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 7) int kind) {
    FakeSlis store = new FakeSlis();
    SloBurn always = new SloBurn(kind(kind).build(), Journal.NONE);
    Random random = new Random(seed);
    for (Instant now = HEAD.minus(Duration.ofDays(random.nextInt(45))); now.isBefore(HEAD); ) {
      now = now.plus(STEP.multipliedBy(random.nextInt(4) == 0 ? 1 + random.nextInt(2_000) : 1));
      if (now.isBefore(HEAD)) {
        store.put(live(random, always, now));
      }
    }
    always.advance(HEAD.toEpochMilli());

    PastRequest request = request(kind(kind), "", HEAD.toEpochMilli());
    new PastReader(store, slo -> 0, () -> HEAD, others::add).read(List.of(request), () -> false);
    Past past = request.take().orElseThrow();
    SloBurn later = past.burn();
    for (Recent recent : past.recent()) {
      later.advance(recent.startMs());
      later.add(recent.startMs(), recent.good(), recent.total(), recent.lost());
    }
    later.advance(HEAD.toEpochMilli());
    assertSame(later, always);

    for (Instant now = HEAD; now.isBefore(HEAD.plus(Duration.ofDays(2))); ) {
      SliWindow window = live(random, always, now);
      add(later, window);
      now = now.plus(STEP.multipliedBy(1 + random.nextInt(60)));
      always.advance(now.toEpochMilli());
      later.advance(now.toEpochMilli());
      assertSame(later, always);
    }
  }

  private static SliWindow live(Random random, SloBurn always, Instant start) {
    long total = 1 + random.nextInt(200);
    long bad = random.nextInt(3) == 0 ? random.nextInt((int) total) : 0;
    SliWindow window = PastSlos.window("checkout", start, bad, total, random.nextInt(3));
    add(always, window);
    return window;
  }

  private static void add(SloBurn burn, SliWindow window) {
    long start = window.getWindow().getStartNs() / 1_000_000;
    burn.advance(start);
    burn.add(start, window.getGood(), window.getTotal(), window.getLost());
  }

  private static void assertSame(SloBurn is, SloBurn expected) {
    assertThat(is.headMs()).isEqualTo(expected.headMs());
    for (int rule = 0; rule < expected.slo().rules().burn().size(); rule++) {
      assertThat(is.reading(rule)).as("rule %d", rule).isEqualTo(expected.reading(rule));
    }
    Budget budget = is.budget();
    assertThat(budget.counts()).isEqualTo(expected.budget().counts());
    assertThat(budget.startMs()).isEqualTo(expected.budget().startMs());
    assertThat(budget.partial()).isEqualTo(expected.budget().partial());
    // Of a service that began within the period the first hour is counted as a whole.
    assertThat(budget.totalExpected())
        .isCloseTo(expected.budget().totalExpected(), withinPercentage(2));
  }

  /** Ten thousand of them must not read it ten thousand times. */
  @Test
  void whatManyNeedIsReadOnce() {
    for (Instant start = HEAD.minus(Duration.ofHours(3)); start.isBefore(HEAD); ) {
      archive.put(PastSlos.window("checkout", start, 1, 10, 0));
      archive.put(PastSlos.window("cart", start, 0, 10, 0));
      start = start.plus(STEP);
    }
    PastRequest[] requests = new PastRequest[500];
    for (int i = 0; i < requests.length; i++) {
      PastSlos slo = PastSlos.standard().named("slo-" + i);
      requests[i] =
          request(
              slo.server(i % 2 == 0 ? "*/*/*/checkout" : "*/*/*/c*", FanOut.NONE),
              "",
              HEAD.toEpochMilli());
    }

    List<Past> pasts = read(requests);

    assertThat(pasts.get(0).burn().budget().counts().total()).isEqualTo(120 * 6 * 10);
    assertThat(pasts.get(1).burn().budget().counts().total()).isEqualTo(120 * 6 * 20);
    assertThat(archive.queries).hasSizeLessThan(20);
    // The first two ask how dense it is, and read from the beginning.
    for (int i = 2; i < archive.queries.size(); i++) {
      SeriesQuery before = archive.queries.get(i - 1);
      assertThat(archive.queries.get(i).fromNs()).isEqualTo(before.toNs());
    }
  }

  /** A service with a hundred callers: their windows are of no use, and not read. */
  @Test
  void ofServicesTheEdgesAreLeftOut() {
    SliWindow service = PastSlos.window("checkout", HEAD.minus(STEP), 1, 10, 0);
    archive.put(service);
    archive.put(
        service.toBuilder().setClient(service.getServer().toBuilder().setName("cart")).build());

    assertThat(read(PastSlos.standard()).recent()).hasSize(1);
    assertThat(archive.queries)
        .extracting(SeriesQuery::keyPrefix)
        .containsOnly("http-availability||");
  }

  /** What is in memory at a time does not grow with the time, nor with the number of series. */
  @Test
  void chunksAreAsLongAsTheyMayBe() {
    for (Instant start = HEAD.minus(Duration.ofHours(2)); start.isBefore(HEAD); ) {
      for (int i = 0; i < 300; i++) {
        archive.put(PastSlos.window("svc-" + i, start, 0, 10, 0));
      }
      start = start.plus(STEP);
    }
    read(PastSlos.standard().server("*/*/*/svc-*", FanOut.NONE));

    long largest =
        List.copyOf(archive.queries).stream()
            .mapToLong(query -> archive.scan(Series.SLIS, query).size())
            .max()
            .orElseThrow();
    assertThat(largest).isBetween(PastReader.ROWS / 2L, (long) PastReader.ROWS);
  }

  @Test
  void eachMatchHasItsOwn_andWhoWasNotAskedForIsFound() {
    Instant old = HEAD.minus(Duration.ofHours(5));
    archive.put(PastSlos.window("checkout", old, 1, 10, 0));
    archive.put(PastSlos.window("cart", old, 2, 20, 0));
    archive.put(PastSlos.window("night-job", old, 3, 30, 0));
    PastSlos each = PastSlos.standard().named("each").server("*/shop/*/*", FanOut.SERVICE);

    List<Past> pasts =
        read(
            request(each, "c1/shop/Deployment/checkout", HEAD.toEpochMilli()),
            request(each, "c1/shop/Deployment/cart", HEAD.toEpochMilli()));

    assertThat(pasts)
        .extracting(past -> past.burn().budget().counts().total())
        .containsExactly(10L, 20L);
    assertThat(others)
        .containsExactly(
            new PastMatch("each", "c1/shop/Deployment/night-job", Duration.ofHours(5).toMillis()));
  }

  @Test
  void seriesAddUp_andTheirLossIsOne() {
    Instant old = HEAD.minus(Duration.ofHours(2));
    archive.put(PastSlos.window("checkout", old, 1, 10, 7));
    archive.put(PastSlos.window("cart", old, 2, 20, 7));

    Past past = read(PastSlos.standard().server("*/*/*/c*", FanOut.NONE));

    assertThat(past.burn().budget().counts()).hasToString("Counts[bad=3, total=30, lost=7]");
  }

  /** The last hour may be revised still: it comes window by window and series by series. */
  @Test
  void whatMayBeRevisedIsNotAddedUp() {
    Instant cut = HEAD.minus(LATENESS);
    archive.put(PastSlos.window("checkout", cut.minus(STEP), 1, 10, 0));
    archive.put(PastSlos.window("checkout", cut, 2, 20, 0));
    archive.put(PastSlos.window("checkout", HEAD.plusSeconds(600), 3, 30, 0));
    archive.put(PastSlos.window("checkout", HEAD.plus(LATENESS), 4, 40, 0));

    Past past = read(PastSlos.standard());

    assertThat(past.cutMs()).isEqualTo(cut.toEpochMilli());
    assertThat(past.burn().budget().counts().total()).isEqualTo(10);
    assertThat(past.recent()).extracting(Recent::total).containsExactly(20L, 30L);
    assertThat(past.recent().get(0).startMs()).isEqualTo(cut.toEpochMilli());
  }

  /** What an objective of thousands of series holds is bounded: the hours before are exact. */
  @Test
  void whoseLastHourIsTooLargeGetsWhatIsBefore() {
    PastRequest request = request(PastSlos.standard(), "", HEAD.toEpochMilli());
    PastTally wide = new PastTally(request, HEAD.toEpochMilli(), 0);
    SliWindow old = PastSlos.window("checkout", HEAD.minus(Duration.ofHours(2)), 1, 10, 0);
    SliWindow late = PastSlos.window("checkout", HEAD.minus(STEP), 1, 10, 0);
    wide.add("s", old);
    for (int i = 0; i <= PastTally.RECENT_MAX; i++) {
      wide.add("s", late);
    }
    wide.answer();

    Past past = request.take().orElseThrow();
    assertThat(past.recent()).isEmpty();
    assertThat(past.burn().budget().counts().total()).isEqualTo(10);
  }

  @Test
  void whoHasNoTimeYetGetsTheArchives() {
    Instant last = HEAD.minus(Duration.ofDays(3)).minusSeconds(10);
    archive.put(PastSlos.window("checkout", last, 1, 10, 0));

    Past past = read(request(PastSlos.standard(), "", PastCounts.NO_HEAD)).get(0);
    assertThat(past.withHead()).isFalse();
    assertThat(past.headMs()).isEqualTo(last.plus(STEP).toEpochMilli());

    archive.put(PastSlos.window("checkout", HEAD.plusSeconds(700), 1, 10, 0));
    assertThat(read(request(PastSlos.standard(), "", PastCounts.NO_HEAD)).get(0).headMs())
        .as("a node's clock that is ahead takes nobody along")
        .isEqualTo(HEAD.plus(STEP).toEpochMilli());
  }

  /** An indicator of one's own: what was counted under its name before is something else. */
  @Test
  void whatTheIndicatorMeantBeforeIsNotOfIt() {
    Instant defined = HEAD.minus(Duration.ofHours(20)).plusSeconds(3);
    archive.put(PastSlos.window("checkout", defined.minusSeconds(3), 1, 10, 0));
    archive.put(PastSlos.window("checkout", defined.plusSeconds(7), 2, 20, 0));
    sinceMs = defined.toEpochMilli();
    assertThat(read(PastSlos.standard()).burn().budget().counts().total()).isEqualTo(20);

    sinceMs = Long.MAX_VALUE;
    assertThat(read(PastSlos.standard()).isEmpty()).isTrue();
  }

  @Test
  void anEmptyArchiveSaysNothing() {
    assertThat(read(PastSlos.standard()).isEmpty()).isTrue();
    assertThat(read(request(PastSlos.standard(), "", PastCounts.NO_HEAD)).get(0).isEmpty())
        .isTrue();
    assertThat(archive.queries).isEmpty();
  }
}
