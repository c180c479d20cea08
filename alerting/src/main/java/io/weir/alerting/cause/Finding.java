package io.weir.alerting.cause;

import java.util.List;
import java.util.SortedMap;

/**
 * Something that went wrong and may be a cause.
 *
 * @param explained bad events of the target that it accounts for at each place, at most those that
 *     can have come {@linkplain Scene#through through} it
 * @param timing as in {@link Score}
 */
record Finding(
    CauseKind kind,
    String subject,
    String sentence,
    SortedMap<Place, Double> explained,
    double timing,
    double specificity,
    List<Evidence> evidence) {
  /** Up to so many windows late it is as good as prompt. */
  private static final int LATE_FREE = 1;

  private static final int LATE_MAX = 5;

  double total() {
    return explained.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Promptness × newness of something that has its course. */
  static double timing(Course course, Course bad) {
    return promptness(course.onset(Scene.EARLIER_MAX), bad.onset(0)) * course.newness();
  }

  /** 1 up to one window late, 0 from five on. */
  static double promptness(int onset, int badOnset) {
    double late = Math.max(0, onset - badOnset - LATE_FREE);
    return Math.max(0, 1 - late / (LATE_MAX - LATE_FREE));
  }
}
