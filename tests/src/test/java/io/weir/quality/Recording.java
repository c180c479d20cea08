package io.weir.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What became known of a cluster in each step of ten seconds: counts of windows, and what takes
 * them back. Played again it tells the same in the same order, at another time.
 */
final class Recording {
  /** One step. */
  static final long STEP_MS = 10_000;

  /**
   * What an objective counts more, or less.
   *
   * @param window from the begin of the recording, in steps
   */
  record Change(int objective, int window, long good, long total, long lost) {
    Change plus(Change other) {
      return new Change(
          objective, window, good + other.good, total + other.total, lost + other.lost);
    }
  }

  private final List<List<Change>> steps = new ArrayList<>();

  void add(List<Change> changes) {
    steps.add(List.copyOf(changes));
  }

  int size() {
    return steps.size();
  }

  /** What became known between {@code step} and the next. */
  List<Change> step(int step) {
    return steps.get(step);
  }

  /** What stands in the end in windows that are chosen, by window. */
  List<List<Change>> windows(int objectives, IntPredicate chosen) {
    Change[][] sums = new Change[steps.size()][objectives];
    for (List<Change> step : steps) {
      for (Change change : step) {
        if (change.window() >= 0 && change.window() < sums.length && chosen.test(change.window())) {
          Change before = sums[change.window()][change.objective()];
          sums[change.window()][change.objective()] = before == null ? change : before.plus(change);
        }
      }
    }
    List<List<Change>> windows = new ArrayList<>();
    for (int window = 0; window < sums.length; window++) {
      if (chosen.test(window)) {
        List<Change> of = new ArrayList<>();
        for (Change sum : sums[window]) {
          if (sum != null && sum.total() > 0) {
            of.add(sum);
          }
        }
        windows.add(of);
      }
    }
    return windows;
  }
}
