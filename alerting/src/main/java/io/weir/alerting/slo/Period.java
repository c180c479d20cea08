package io.weir.alerting.slo;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** The time over which the target is promised. */
public sealed interface Period {
  /** When the period that {@code now} belongs to began. A rolling one ends at {@code now}. */
  Instant start(Instant now);

  /** When it ends; for a rolling period {@code now}. */
  Instant end(Instant now);

  /** Its length at {@code now}; months, and days that clocks are changed in, differ. */
  default Duration length(Instant now) {
    return Duration.between(start(now), end(now));
  }

  /**
   * The last {@code length} before now.
   *
   * @param length 1 h to 366 days
   */
  record Rolling(Duration length) implements Period {
    public Rolling {
      if (length.compareTo(Duration.ofHours(1)) < 0 || length.compareTo(Duration.ofDays(366)) > 0) {
        throw new IllegalArgumentException("length: " + length + " (expected: 1 h to 366 days)");
      }
    }

    @Override
    public Instant start(Instant now) {
      return now.minus(length);
    }

    @Override
    public Instant end(Instant now) {
      return now;
    }
  }

  /**
   * Periods one after the other on a calendar, the first from {@code start} on, {@code [start,
   * end)}. Months begin on the day of {@code start}, or on the last day of shorter months. Local
   * times decide, so a day in which clocks are changed has 23 or 25 hours.
   *
   * @param amount how many units each lasts, at least 1; a quarter is three months
   * @param unit {@code MINUTES} to {@code YEARS}
   */
  record Calendar(LocalDateTime start, int amount, ChronoUnit unit, ZoneId zone) implements Period {
    public Calendar {
      if (amount < 1) {
        throw new IllegalArgumentException("amount: " + amount + " (expected: at least 1)");
      }
      if (unit.compareTo(ChronoUnit.MINUTES) < 0 || unit.compareTo(ChronoUnit.YEARS) > 0) {
        throw new IllegalArgumentException("unit: " + unit + " (expected: minutes to years)");
      }
    }

    @Override
    public Instant start(Instant now) {
      return at(index(now));
    }

    @Override
    public Instant end(Instant now) {
      return at(index(now) + 1);
    }

    /** Which period {@code now} is in; negative before the first one began. */
    private long index(Instant now) {
      long units = unit.between(start.atZone(zone), now.atZone(zone));
      long index = Math.floorDiv(units, amount);
      // Months of 28 to 31 days and changed clocks: the estimate may be one off either way.
      while (at(index).isAfter(now)) {
        index--;
      }
      while (!at(index + 1).isAfter(now)) {
        index++;
      }
      return index;
    }

    private Instant at(long index) {
      // Always from the first start: adding month to month would lose the 31st for good.
      long units = Math.multiplyExact(index, amount);
      return unit.isTimeBased()
          ? ZonedDateTime.of(start, zone).plus(units, unit).toInstant()
          : ZonedDateTime.of(start.plus(units, unit), zone).toInstant();
    }
  }
}
