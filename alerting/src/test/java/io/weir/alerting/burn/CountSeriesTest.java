package io.weir.alerting.burn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CountSeriesTest {
  private static final List<Duration> WINDOWS =
      List.of(
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofHours(6),
          Duration.ofHours(24),
          Duration.ofDays(3),
          Duration.ofDays(7),
          Duration.ofDays(30),
          Duration.ofDays(90));
  private static final long STEP = CountSeries.BASE_MS;

  /** Every count there ever was, added up anew. */
  private static final class Naive {
    final Map<Long, Counts> counts = new TreeMap<>();

    void add(long start, Counts more) {
      counts.merge(start, more, Counts::plus);
    }

    Counts sum(long from, long to) {
      return counts.entrySet().stream()
          .filter(entry -> entry.getKey() >= from && entry.getKey() < to)
          .map(Map.Entry::getValue)
          .reduce(Counts.NONE, Counts::plus);
    }
  }

  private static void assertSums(CountSeries series, Naive naive) {
    for (int i = 0; i < WINDOWS.size(); i++) {
      long length = series.headMs() - series.tailMs(i);
      long window = WINDOWS.get(i).toMillis();
      long grid = Level.of(WINDOWS.get(i)).lengthMs();
      assertThat(length)
          .as("never shorter, and less than a grid longer")
          .isBetween(window, window + grid - 1);
      assertThat(series.sum(i))
          .as("%s", WINDOWS.get(i))
          .isEqualTo(naive.sum(series.tailMs(i), series.headMs()));
    }
  }

  /** Jumps of up to a hundred days, late and early counts, revisions up and down. */
  @Property(tries = 300)
  void everySumIsTheSumOfItsStretch(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int steps) {
    Random random = new Random(seed);
    CountSeries series = new CountSeries(WINDOWS, Journal.NONE);
    Naive naive = new Naive();
    long head = 1_767_225_600_000L + STEP * random.nextInt(100_000);
    series.advance(head);
    for (int i = 0; i < steps; i++) {
      long jump =
          switch (random.nextInt(6)) {
            case 0 -> random.nextInt(100 * 8640);
            case 1 -> random.nextInt(3000);
            case 2 -> 0;
            default -> 1;
          };
      head += jump * STEP;
      series.advance(head);
      for (int n = random.nextInt(4); n > 0; n--) {
        long start = head + STEP * (random.nextInt(240) - 120);
        Counts counts =
            new Counts(random.nextInt(500), 1 + random.nextInt(70_000), random.nextInt(3));
        assertThat(series.add(start, counts.bad(), counts.total(), counts.lost())).isTrue();
        naive.add(start, counts);
      }
    }
    assertSums(series, naive);
    series.advance(head + 120 * STEP);
    assertSums(series, naive);
  }

  /** Late counts change coarse windows as long as those reach back. */
  @Property(tries = 100)
  void revisionsInAnyOrderAreTheSumsFromScratch(@ForAll long seed) {
    Random random = new Random(seed);
    long start = 1_767_225_600_000L;
    Map<Long, Counts> last = new TreeMap<>();
    CountSeries revised = new CountSeries(WINDOWS, Journal.NONE);
    revised.advance(start + 1000 * STEP);
    List<Long> order = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      order.add(start + STEP * random.nextInt(1000));
    }
    Collections.shuffle(order, random);
    for (long window : order) {
      Counts was = last.getOrDefault(window, Counts.NONE);
      Counts is = new Counts(random.nextInt(100), 100 + random.nextInt(100), random.nextInt(2));
      revised.add(window, is.bad() - was.bad(), is.total() - was.total(), is.lost() - was.lost());
      last.put(window, is);
    }
    CountSeries scratch = new CountSeries(WINDOWS, Journal.NONE);
    last.forEach(
        (window, is) -> {
          scratch.advance(window);
          scratch.add(window, is.bad(), is.total(), is.lost());
        });
    scratch.advance(start + 1000 * STEP);

    for (int i = 0; i < WINDOWS.size(); i++) {
      assertThat(revised.sum(i)).isEqualTo(scratch.sum(i));
    }
  }

  @Test
  void countsTooFarAheadAreRefused() {
    CountSeries series = new CountSeries(WINDOWS, Journal.NONE);
    series.advance(0);

    assertThat(series.add(CountSeries.AHEAD_MAX.toMillis(), 1, 1, 0)).isFalse();
    assertThat(series.add(CountSeries.AHEAD_MAX.toMillis() - STEP, 1, 1, 0)).isTrue();
  }

  @Test
  void countsOlderThanAnyWindowAreRefused() {
    CountSeries series = new CountSeries(List.of(Duration.ofHours(1)), Journal.NONE);
    series.advance(Duration.ofDays(1).toMillis());
    series.add(Duration.ofDays(1).toMillis() - STEP, 0, 1, 0);

    assertThat(series.add(0, 1, 1, 0)).isFalse();
    assertThat(series.sum(0)).isEqualTo(new Counts(0, 1, 0));
  }

  @Test
  void aWindowIsAlignedToTheGridOfItsLevel() {
    CountSeries series = new CountSeries(WINDOWS, Journal.NONE);
    long noon = Duration.ofDays(200).plusHours(12).toMillis();
    series.advance(noon + STEP);

    assertThat(series.tailMs(1)).as("5 min").isEqualTo(noon + STEP - 300_000);
    assertThat(series.tailMs(3)).as("24 h").isEqualTo(noon - Duration.ofHours(24).toMillis());
    assertThat(series.tailMs(6)).as("30 d").isEqualTo(noon - Duration.ofDays(30).toMillis());
  }

  @Test
  void numbersTakeTheRoomTheyNeed() {
    Column column = new Column(4);
    assertThat(column.sizeBytes()).isZero();
    long[] values = {0, -1, 127, 128, -32_768, 65_536, Long.MAX_VALUE, Long.MIN_VALUE};
    for (int i = 0; i < values.length; i++) {
      column.set(i % 4, values[i]);
      assertThat(column.get(i % 4)).isEqualTo(values[i]);
    }
    assertThat(column.get(0)).as("kept while widened").isEqualTo(-32_768);
  }
}
