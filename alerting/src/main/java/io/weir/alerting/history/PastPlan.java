package io.weir.alerting.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * In which windows a past is read for several objectives at once: hour by hour the longest ones
 * that count right for all of them. Pure.
 */
final class PastPlan {
  private final Map<Long, Long> finer = new HashMap<>();
  private long fromMs = Long.MAX_VALUE;
  private long minutesFromMs = Long.MAX_VALUE;
  private long tenSecondsFromMs = Long.MAX_VALUE;
  private long coarsestMs = Reach.HOUR_MS;

  private PastPlan(Collection<Reach> reaches) {
    reaches.forEach(this::add);
  }

  /**
   * What to read, by time.
   *
   * @param reaches of the objectives
   * @param firstMs nothing is there before
   * @param endMs exclusive, a multiple of 10 s
   */
  static List<Stretch> of(Collection<Reach> reaches, long firstMs, long endMs) {
    return new PastPlan(reaches).stretches(firstMs, endMs);
  }

  private void add(Reach reach) {
    fromMs = Math.min(fromMs, reach.fromMs());
    minutesFromMs = Math.min(minutesFromMs, reach.minutesFromMs());
    tenSecondsFromMs = Math.min(tenSecondsFromMs, reach.tenSecondsFromMs());
    coarsestMs = Math.min(coarsestMs, reach.coarsestMs());
    for (long edge : reach.edges()) {
      for (long length : Reach.LENGTHS_MS) {
        if (edge % length == 0) {
          break;
        }
        // A window of this length would reach across it.
        finer.merge(hour(edge), next(length), Math::min);
      }
    }
  }

  private static long next(long lengthMs) {
    return lengthMs == Reach.HOUR_MS ? Reach.MINUTE_MS : Reach.TEN_SECONDS_MS;
  }

  private List<Stretch> stretches(long firstMs, long endMs) {
    List<Stretch> stretches = new ArrayList<>();
    long begin = hour(Math.max(fromMs, firstMs));
    // Budgets of a part of a period are those of the time counted: when that began is to be exact.
    finer.put(hour(firstMs), Reach.TEN_SECONDS_MS);
    for (long hour = begin; hour < endMs; hour += Reach.HOUR_MS) {
      long length = lengthMs(hour);
      long end = Math.min(endMs, hour + Reach.HOUR_MS);
      int last = stretches.size() - 1;
      if (last >= 0 && stretches.get(last).lengthMs() == length) {
        stretches.set(last, new Stretch(stretches.get(last).fromMs(), end, length));
      } else {
        stretches.add(new Stretch(hour, end, length));
      }
    }
    return stretches;
  }

  private long lengthMs(long hour) {
    long end = hour + Reach.HOUR_MS;
    long byAge =
        end > tenSecondsFromMs
            ? Reach.TEN_SECONDS_MS
            : end > minutesFromMs ? Reach.MINUTE_MS : Reach.HOUR_MS;
    return Math.min(Math.min(byAge, coarsestMs), finer.getOrDefault(hour, Reach.HOUR_MS));
  }

  private static long hour(long timeMs) {
    return Math.floorDiv(timeMs, Reach.HOUR_MS) * Reach.HOUR_MS;
  }
}
