package io.weir.alerting.burn;

import java.time.Duration;

/**
 * How finely the past is kept. A window is summed from the buckets of one level: the finest that is
 * kept long enough.
 *
 * <p>So a window {@code W} on a level with grid {@code g} at time {@code now} (a multiple of 10 s)
 * is exactly {@code [floor((now - W) / g) * g, now)}: never shorter than {@code W}, and longer by
 * less than {@code g}. 1 h at 12:00:10 is {@code [11:00:10, 12:00:10)}; 24 h is {@code [yesterday
 * 12:00:00, 12:00:10)}.
 *
 * <p>The constants' numbers are part of stored keys.
 */
public enum Level {
  /** For windows up to 6 h: 1/2160 of the longest. */
  TEN_SECONDS(1, Duration.ofSeconds(10), Duration.ofHours(6)),
  /** Up to 3 days: 1/4320. */
  MINUTE(2, Duration.ofMinutes(1), Duration.ofDays(3)),
  /** Up to 14 days: 1/2016. */
  TEN_MINUTES(3, Duration.ofMinutes(10), Duration.ofDays(14)),
  /** Up to 366 days; 1/720 of 30 days. */
  HOUR(4, Duration.ofHours(1), Duration.ofDays(366)),
  /** Events of each slice of a budget in slices, while they can still be revised. */
  SLICE(5, Duration.ZERO, Duration.ZERO),
  /** The sum since a calendar period began; its bucket is the period. */
  PERIOD(6, Duration.ZERO, Duration.ZERO);

  private static final Level[] OF_WINDOWS = {TEN_SECONDS, MINUTE, TEN_MINUTES, HOUR};

  private final int number;
  private final long lengthMs;
  private final long windowMaxMs;

  Level(int number, Duration length, Duration windowMax) {
    this.number = number;
    this.lengthMs = length.toMillis();
    this.windowMaxMs = windowMax.toMillis();
  }

  /**
   * The level that a window is summed from.
   *
   * @throws IllegalArgumentException if it is longer than 366 days
   */
  public static Level of(Duration window) {
    for (Level level : OF_WINDOWS) {
      if (window.toMillis() <= level.windowMaxMs) {
        return level;
      }
    }
    throw new IllegalArgumentException("window: " + window + " (expected: up to 366 days)");
  }

  /**
   * The level of a stored number.
   *
   * @throws IllegalArgumentException for a number of no level
   */
  public static Level ofNumber(int number) {
    for (Level level : values()) {
      if (level.number == number) {
        return level;
      }
    }
    throw new IllegalArgumentException("level: " + number + " (expected: 1 to 6)");
  }

  /** As in stored keys. */
  public int number() {
    return number;
  }

  long lengthMs() {
    return lengthMs;
  }
}
