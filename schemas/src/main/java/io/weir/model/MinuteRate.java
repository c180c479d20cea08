package io.weir.model;

import java.time.Duration;
import java.time.Instant;

/**
 * Events a second over the last minute, or since the start if that is shorter. Counts whole
 * seconds, so it reaches back 59 to 60 s. Confined to one thread.
 */
public final class MinuteRate {
  private static final int SECONDS = 60;
  private static final double MILLIS = 1000.0;

  private final int[] perSecond = new int[SECONDS];
  private final Instant started;
  private long newestSecond;

  /** Counts from {@code started} on. */
  public MinuteRate(Instant started) {
    this.started = started;
    this.newestSecond = started.getEpochSecond();
  }

  /** Counts {@code events} that came {@code now}. */
  public void add(Instant now, int events) {
    advance(now);
    perSecond[index(now.getEpochSecond())] += events;
  }

  /** Events a second, as of {@code now}. */
  public double perSecond(Instant now) {
    advance(now);
    long events = 0;
    for (int count : perSecond) {
      events += count;
    }
    double age = Duration.between(started, now).toMillis() / MILLIS;
    return events / Math.min(SECONDS, Math.max(1, age));
  }

  /** Clears the seconds that passed since the newest one. */
  private void advance(Instant now) {
    long second = now.getEpochSecond();
    for (long s = Math.max(newestSecond + 1, second - SECONDS + 1); s <= second; s++) {
      perSecond[index(s)] = 0;
    }
    newestSecond = Math.max(newestSecond, second);
  }

  private static int index(long second) {
    return (int) Math.floorMod(second, (long) SECONDS);
  }
}
