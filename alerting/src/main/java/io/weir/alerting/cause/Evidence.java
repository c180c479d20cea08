package io.weir.alerting.cause;

import java.util.List;

/**
 * A figure that speaks for a cause.
 *
 * @param figure what is counted: {@code unanswered connects}
 * @param count how many in {@code [startNs, endNs)}
 * @param total of how many; 0 when there is no whole
 * @param usualCount, usualTotal the same in the baseline
 * @param series where it can be looked up: topic and subject, {@code weir.edges.v1 a|b|TCP:80}
 * @param flows sample flows: uuid, or {@code collector:seq}; at most five
 */
public record Evidence(
    String figure,
    long count,
    long total,
    long usualCount,
    long usualTotal,
    long startNs,
    long endNs,
    String series,
    List<String> flows) {
  static final int FLOWS_MAX = 5;

  public Evidence {
    flows = flows.stream().limit(FLOWS_MAX).toList();
  }

  static Evidence of(String figure, Course course, Frame frame, String series) {
    return of(figure, course, frame, series, List.of());
  }

  static Evidence of(String figure, Course course, Frame frame, String series, List<String> flows) {
    return new Evidence(
        figure,
        course.bad(),
        course.isRate() ? 0 : course.total(),
        course.usualBad(),
        course.isRate() ? 0 : course.usualTotal(),
        frame.startNs(),
        frame.nowNs(),
        series,
        flows);
  }

  /** {@code 31 of 40 unanswered connects, usually 0 of 38}. */
  public String text() {
    return count(count, total) + " " + figure + ", usually " + count(usualCount, usualTotal);
  }

  private static String count(long part, long whole) {
    return whole == 0 ? Long.toString(part) : part + " of " + whole;
  }
}
