package io.weir.cli.slo;

import io.weir.series.v1.SliWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Counts of an objective in the columns of a chart: windows in the order of their begin, several
 * series added up. Confined to one thread.
 */
final class Columns {
  private static final long NS_PER_MS = 1_000_000;

  /** Lengths that people can add up in their heads. */
  private static final List<Duration> LENGTHS =
      List.of(
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(15),
          Duration.ofMinutes(20),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(3),
          Duration.ofHours(4),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1));

  private final long startMs;
  private final long lengthMs;
  private final long[] bad;
  private final long[] total;
  private final long[] lost;
  private long windowMs = Long.MIN_VALUE;
  private long windowLost;

  private Columns(long startMs, long lengthMs, int size) {
    this.startMs = startMs;
    this.lengthMs = lengthMs;
    this.bad = new long[size];
    this.total = new long[size];
    this.lost = new long[size];
  }

  /** So many columns at most as cover a range; each begins at a multiple of its length. */
  static Columns of(Instant from, Instant until, int columnsMax) {
    Duration length = length(Duration.between(from, until), columnsMax);
    long lengthMs = length.toMillis();
    long start = Math.floorDiv(from.toEpochMilli(), lengthMs) * lengthMs;
    int size = (int) -Math.floorDiv(start - until.toEpochMilli(), lengthMs);
    return new Columns(start, lengthMs, size);
  }

  private static Duration length(Duration range, int columnsMax) {
    // The first one is seldom whole.
    long least = range.toMillis() / (columnsMax - 1);
    return LENGTHS.stream()
        .filter(length -> length.toMillis() >= least)
        .findFirst()
        .orElseGet(() -> Duration.ofDays(least / Duration.ofDays(1).toMillis() + 1));
  }

  /** The longest windows that fit into a column: 10 s, 1 min or 1 h. */
  Duration step() {
    for (Duration step : List.of(Duration.ofHours(1), Duration.ofMinutes(1))) {
      if (lengthMs % step.toMillis() == 0) {
        return step;
      }
    }
    return Duration.ofSeconds(10);
  }

  /** Counts a window; those outside the range are left aside. */
  void add(SliWindow window) {
    long start = window.getWindow().getStartNs() / NS_PER_MS;
    int column = (int) Math.floorDiv(start - startMs, lengthMs);
    if (start < startMs || column >= bad.length) {
      return;
    }
    bad[column] += window.getTotal() - window.getGood();
    total[column] += window.getTotal();
    if (start != windowMs) {
      windowMs = start;
      windowLost = 0;
    }
    // Lost events are those of all nodes, the same in every series.
    long more = Math.max(0, window.getLost() - windowLost);
    windowLost += more;
    lost[column] += more;
  }

  int size() {
    return bad.length;
  }

  Instant start(int column) {
    return Instant.ofEpochMilli(startMs + column * lengthMs);
  }

  Duration length() {
    return Duration.ofMillis(lengthMs);
  }

  long bad(int column) {
    return bad[column];
  }

  long total(int column) {
    return total[column];
  }

  long lost(int column) {
    return lost[column];
  }

  /** How fast each column spent the budget; {@code NaN} where nothing was counted. */
  double[] burnRates(double errorBudget) {
    double[] rates = new double[bad.length];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = total[i] == 0 ? Double.NaN : (double) bad[i] / total[i] / errorBudget;
    }
    return rates;
  }

  /**
   * What was left of the budget at the end of each column, worked back from what is left now.
   *
   * @param left share left at the end of the last column
   * @param allowed bad events of a whole period, above 0
   * @param from before that the budget was another one: {@code NaN}
   */
  double[] budgetLeft(double left, double allowed, Instant from) {
    double[] lefts = new double[bad.length];
    long since = 0;
    for (int i = lefts.length - 1; i >= 0; i--) {
      lefts[i] = start(i).plusMillis(lengthMs).isAfter(from) ? left + since / allowed : Double.NaN;
      since += bad[i];
    }
    return lefts;
  }
}
