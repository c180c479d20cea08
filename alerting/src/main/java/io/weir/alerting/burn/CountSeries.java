package io.weir.alerting.burn;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Counts of one objective in windows of ten seconds, rolled up, and the exact sum of each of a few
 * sliding windows at the head. A revision adds to every level and every sum that its time is part
 * of, so the order of revisions does not matter. Memory is bounded by the longest window of each
 * level. Confined to its owner.
 */
public final class CountSeries {
  /** Length of the base windows. */
  public static final long BASE_MS = Level.TEN_SECONDS.lengthMs();

  /** How far after the head counts are accepted; the jobs refuse what is 15 min ahead. */
  public static final Duration AHEAD_MAX = Duration.ofMinutes(20);

  private static final long NEVER = Long.MIN_VALUE;

  private final Map<Level, Ring> rings = new EnumMap<>(Level.class);
  private final Journal journal;
  private final Ring[] all;
  private final SlidingSum[] sums;
  private long head = NEVER;
  private long first = Long.MAX_VALUE;

  /**
   * @param windows whose sums are kept, each up to 366 days; later named by their index
   */
  public CountSeries(List<Duration> windows, Journal journal) {
    this.journal = journal;
    Map<Level, Long> longest = new EnumMap<>(Level.class);
    longest.put(Level.TEN_SECONDS, Duration.ofMinutes(10).toMillis());
    for (Duration window : windows) {
      longest.merge(Level.of(window), window.toMillis(), Math::max);
    }
    longest.forEach(
        (level, windowMs) -> {
          // One bucket that the tail is in, one that the head is in.
          long buckets = (windowMs + AHEAD_MAX.toMillis()) / level.lengthMs() + 2;
          rings.put(level, new Ring(level, level.lengthMs(), (int) buckets, journal));
        });
    all = rings.values().toArray(Ring[]::new);
    sums =
        windows.stream()
            .map(window -> new SlidingSum(window, base(), ring(Level.of(window))))
            .toArray(SlidingSum[]::new);
  }

  private Ring base() {
    return ring(Level.TEN_SECONDS);
  }

  private Ring ring(Level level) {
    Ring ring = rings.get(level);
    if (ring == null) {
      throw new IllegalArgumentException("level: " + level + " (expected: one of its windows)");
    }
    return ring;
  }

  /**
   * Adds to the window of ten seconds that begins at {@code startMs}: a first value, or the
   * difference of a revision. Counts at or after the head wait for it.
   *
   * @return false when nothing could take it: it is too old for every level, or more than {@link
   *     #AHEAD_MAX} ahead
   */
  public boolean add(long startMs, long bad, long total, long lost) {
    if (head == NEVER) {
      begin(Math.floorDiv(startMs, BASE_MS) * BASE_MS);
    }
    if (startMs >= head + AHEAD_MAX.toMillis()) {
      return false;
    }
    boolean taken = false;
    for (Ring ring : all) {
      taken |= ring.add(startMs, bad, total, lost);
    }
    for (SlidingSum sum : sums) {
      sum.revise(startMs, bad, total, lost);
    }
    if (taken && total != 0) {
      first = Math.min(first, startMs);
    }
    return taken;
  }

  private void begin(long headMs) {
    head = headMs;
    for (SlidingSum sum : sums) {
      sum.begin(headMs);
    }
  }

  /** Takes back what a journal kept, in any order; {@link #resume} ends it. */
  void load(Level level, long startMs, Counts counts) {
    Ring ring = rings.get(level);
    // Absent when the objective has shorter windows now.
    if (ring == null || !ring.load(startMs, counts)) {
      journal.remove(level, startMs);
    }
  }

  /** Takes back when the first counted event was. */
  void loadFirst(long firstMs) {
    first = firstMs;
  }

  /** The sums of what was loaded, up to the newest of it. Nothing loaded leaves it empty. */
  void resume() {
    // After hours of silence the finest levels are empty.
    for (Ring ring : all) {
      if (ring.endMs() != NEVER) {
        head = ring.endMs();
        for (SlidingSum sum : sums) {
          sum.rebuild(head);
        }
        return;
      }
    }
  }

  /** Tells every bucket. */
  void writeTo(Journal other) {
    for (Ring ring : all) {
      ring.writeTo(other);
    }
  }

  /** How many buckets of each level there can be, as text. */
  String depth() {
    StringBuilder depth = new StringBuilder();
    rings.forEach(
        (level, ring) ->
            depth.append(level.number()).append(':').append(ring.capacity()).append(' '));
    return depth.toString();
  }

  /** Moves the head on, to a multiple of 10 s; earlier ones change nothing. */
  public void advance(long headMs) {
    long to = Math.floorDiv(headMs, BASE_MS) * BASE_MS;
    if (head == NEVER) {
      begin(to);
    }
    if (to <= head) {
      return;
    }
    for (SlidingSum sum : sums) {
      sum.advance(to);
    }
    head = to;
    for (Ring ring : all) {
      ring.advance(to - 1);
    }
  }

  /** Where the windows end, exclusive; {@code Long.MIN_VALUE} before anything came. */
  public long headMs() {
    return head;
  }

  /** When the first counted window began; {@code Long.MAX_VALUE} for never. */
  public long firstMs() {
    return first;
  }

  /** Where a window begins. */
  public long tailMs(int window) {
    return sums[window].tailMs();
  }

  /** The sum of a window. */
  public Counts sum(int window) {
    return sums[window].counts();
  }

  /** Memory of the buckets. */
  public long sizeBytes() {
    long bytes = 0;
    for (Ring ring : all) {
      bytes += ring.sizeBytes();
    }
    return bytes;
  }
}
