package io.weir.streams.window;

/**
 * How often changed windows are written early, before their end. Mutable, confined to the thread of
 * the operator that owns it.
 *
 * <p>Every interval as long as there are few; where more than {@code windowsMax} would be written
 * in an interval, it stretches to twice as long, up to {@value #STRETCH_MAX} times, and shrinks
 * again when there are less than a quarter. All keys wait alike. What closes is written at once,
 * whatever the pace, so stretching costs freshness within a window and nothing after it.
 */
public final class EmitPace {
  /** The longest interval is so many times the shortest. */
  public static final int STRETCH_MAX = 16;

  private static final int SHRINK_BELOW = 4;

  private final long intervalMs;
  private final int windowsMax;
  private long period = Long.MIN_VALUE;
  private long written;
  private int stretch = 1;

  /**
   * @param intervalMs the shortest
   * @param windowsMax early writes of one interval that need no stretching
   */
  public EmitPace(long intervalMs, int windowsMax) {
    this.intervalMs = intervalMs;
    this.windowsMax = windowsMax;
  }

  /** A window was written early. */
  public void wrote(long nowMs) {
    long now = Math.floorDiv(nowMs, intervalMs);
    if (now != period) {
      adapt(now - period == 1 ? written : 0);
      period = now;
      written = 0;
    }
    written++;
  }

  private void adapt(long before) {
    if (before > windowsMax) {
      stretch = Math.min(STRETCH_MAX, 2 * stretch);
    } else if (before < windowsMax / SHRINK_BELOW) {
      stretch = Math.max(1, stretch / 2);
    }
  }

  /** How many times the interval is now. */
  public int stretch() {
    return stretch;
  }

  /** The next time after {@code nowMs} at which a key is due; the same key, the same phase. */
  public long nextTickMs(String key, long nowMs) {
    long length = intervalMs * stretch;
    long phase = Math.floorMod(phaseMs(key), length);
    return Math.floorDiv(nowMs - phase, length) * length + length + phase;
  }

  /** Which tick of a key this is. */
  public long tick(String key, long tickMs) {
    long length = intervalMs * stretch;
    return Math.floorDiv(tickMs - Math.floorMod(phaseMs(key), length), length);
  }

  /** Spreads the keys over the longest interval, and so over each shorter one. */
  private long phaseMs(String key) {
    return Math.floorMod((long) key.hashCode(), intervalMs * STRETCH_MAX);
  }
}
