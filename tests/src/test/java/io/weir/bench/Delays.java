package io.weir.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long events wait until a record holds them. A record says only how many events its window has
 * so far, and events of one edge come in order: with {@code n} events it holds the first {@code n}
 * that were sent. Mutable, confined to one thread.
 */
final class Delays {
  /** One edge's window. */
  private record Key(int edge, long startMs) {}

  private static final class Window {
    final List<Long> sentAtMs = new ArrayList<>();
    int visible;
    long completeAtMs;
  }

  private final long lengthMs;
  private final Map<Key, Window> windows = new HashMap<>();
  private final List<Long> delaysMs = new ArrayList<>();

  Delays(long lengthMs) {
    this.lengthMs = lengthMs;
  }

  /** An event was sent, at its own time; all of them before the first record is looked at. */
  void sent(int edge, long atMs) {
    long startMs = Math.floorDiv(atMs, lengthMs) * lengthMs;
    windows.computeIfAbsent(new Key(edge, startMs), key -> new Window()).sentAtMs.add(atMs);
  }

  /** A record was written; those of one window in order. */
  void written(int edge, long startMs, long events, long atMs) {
    Window window = windows.get(new Key(edge, startMs));
    if (window == null || events > window.sentAtMs.size()) {
      throw new IllegalStateException(
          "edge " + edge + " at " + startMs + ": " + events + " events (expected: those sent)");
    }
    for (; window.visible < events; window.visible++) {
      delaysMs.add(atMs - window.sentAtMs.get(window.visible));
    }
    if (events == window.sentAtMs.size() && window.completeAtMs == 0) {
      window.completeAtMs = atMs;
    }
  }

  /** True once a record of every window holds all of its events. */
  boolean isComplete() {
    return windows.values().stream().allMatch(window -> window.completeAtMs != 0);
  }

  /** From each event to the first record that holds it, sorted. */
  long[] events() {
    return sorted(delaysMs);
  }

  /** From the end of each edge's window to the first record with its final value, sorted. */
  long[] windows() {
    List<Long> all = new ArrayList<>();
    windows.forEach((key, window) -> all.add(window.completeAtMs - key.startMs() - lengthMs));
    return sorted(all);
  }

  private static long[] sorted(List<Long> values) {
    long[] sorted = values.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  /**
   * The smallest value that the share {@code quantile} does not exceed.
   *
   * @param quantile above 0, at most 1
   */
  static long quantile(long[] sorted, double quantile) {
    return sorted[(int) Math.ceil(quantile * sorted.length) - 1];
  }
}
