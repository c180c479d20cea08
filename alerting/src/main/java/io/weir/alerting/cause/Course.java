package io.weir.alerting.cause;

import java.util.Arrays;

/**
 * How something went over the windows of a {@link Frame}: bad events of all, per window. Mutable
 * while it is filled; whoever holds it afterwards only reads. Events that have no total of their
 * own (drops, kills) are given with a total of 1 for each window of the frame.
 */
final class Course {
  /** Fewer events beyond the usual are chance. */
  static final double EXCESS_MIN = 2;

  private final Frame frame;
  private final long[] bad;
  private final long[] total;
  private final boolean rate;

  Course(Frame frame) {
    this(frame, false);
  }

  private Course(Frame frame, boolean rate) {
    this.frame = frame;
    this.rate = rate;
    this.bad = new long[frame.windows()];
    this.total = new long[frame.windows()];
  }

  /** One that has as much chance for bad events in every window. */
  static Course ofRate(Frame frame) {
    Course course = new Course(frame, true);
    Arrays.fill(course.total, 1);
    return course;
  }

  void add(int window, long badEvents, long allEvents) {
    bad[window] += badEvents;
    total[window] += allEvents;
  }

  /** True when {@link #total} counts windows, not events. */
  boolean isRate() {
    return rate;
  }

  /** Adds events of the same sort; the total of a rate stays what it is. */
  void add(Course other) {
    for (int i = 0; i < bad.length; i++) {
      add(i, other.bad[i], rate ? 0 : other.total[i]);
    }
  }

  /** The same counts, seen with another begin of the incident. */
  Course in(Frame other) {
    Course course = rate ? ofRate(other) : new Course(other);
    course.add(this);
    return course;
  }

  long bad() {
    return incident(bad);
  }

  long total() {
    return incident(total);
  }

  long usualBad() {
    return usual(bad);
  }

  long usualTotal() {
    return usual(total);
  }

  long badIn(int window) {
    return bad[window];
  }

  long totalIn(int window) {
    return total[window];
  }

  /** Share of bad events in the incident; 0 without events. */
  double ratio() {
    return ratio(bad(), total());
  }

  double usualRatio() {
    return ratio(usualBad(), usualTotal());
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /** Bad events of the incident beyond those that would be usual for as many events. */
  double excess() {
    return Math.max(0, bad() - usualRatio() * total());
  }

  /** The part of {@link #excess} in one window of the incident. */
  double excessIn(int window) {
    return Math.max(0, bad[window] - usualRatio() * total[window]);
  }

  /**
   * True when the excess is more than chance would bring: 2 events, and two standard deviations.
   */
  boolean isUnusual() {
    double usual = usualRatio() * total();
    return excess() >= EXCESS_MIN && excess() >= 2 * Math.sqrt(usual);
  }

  /**
   * The first window of the frame in which the bad share is at least half that of the incident,
   * looking back at most {@code before} windows from the incident's begin.
   */
  int onset(int before) {
    double half = ratio() / 2;
    for (int i = Math.max(0, frame.startWindow() - before); i < bad.length; i++) {
      if (bad[i] > 0 && ratio(bad[i], total[i]) >= half) {
        return i;
      }
    }
    return frame.windows();
  }

  /** 1 when it is new, 0 when it was as frequent before. */
  double newness() {
    double now = ratio();
    return now == 0 ? 0 : Math.max(0, 1 - usualRatio() / now);
  }

  /**
   * Which share of {@code target}'s excess falls into windows in which this was bad, or into the
   * one before or after: reports come in intervals, and effects outlast their cause.
   */
  double overlap(Course target) {
    double all = 0;
    double together = 0;
    for (int i = frame.startWindow(); i < bad.length; i++) {
      double here = target.excessIn(i);
      all += here;
      if (bad[i] > 0 || (i > 0 && bad[i - 1] > 0) || (i + 1 < bad.length && bad[i + 1] > 0)) {
        together += here;
      }
    }
    return all == 0 ? 0 : together / all;
  }

  /**
   * How many of {@code target}'s bad events the share that was bad in their window accounts for;
   * windows without any event are as the one before.
   */
  double carried(Course target) {
    double share = 0;
    double carried = 0;
    for (int i = Math.max(0, frame.startWindow() - 1); i < bad.length; i++) {
      share = total[i] == 0 ? share : ratio(bad[i], total[i]);
      carried += i < frame.startWindow() ? 0 : share * target.excessIn(i);
    }
    return carried;
  }

  private long incident(long[] counts) {
    long sum = 0;
    for (int i = frame.startWindow(); i < counts.length; i++) {
      sum += counts[i];
    }
    return sum;
  }

  private long usual(long[] counts) {
    long sum = 0;
    for (int i = 0; i < frame.startWindow(); i++) {
      sum += frame.uneasy().contains(i) ? 0 : counts[i];
    }
    return sum;
  }
}
