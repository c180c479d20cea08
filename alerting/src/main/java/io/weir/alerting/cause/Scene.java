package io.weir.alerting.cause;

import io.weir.event.v1.ProbeEvent;
import io.weir.event.v1.ResourceEvent;
import io.weir.series.v1.DropWindow;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * An incident made ready for those who look for its cause.
 *
 * @param bad the target's bad events
 * @param reach the ways by which they may have come
 * @param well services that serve others, have no more trouble than usual, and are on no way
 */
record Scene(
    Target target,
    Frame frame,
    EdgeTable edges,
    Course bad,
    Reach reach,
    Set<String> well,
    List<DropWindow> drops,
    List<ProbeEvent> probes,
    List<ResourceEvent> resources,
    Sightings sightings) {
  /** How far before the alert's start the bad events may have begun, in windows. */
  static final int EARLIER_MAX = 30;

  static Scene of(CauseInput input) {
    EdgeTable edges = EdgeTable.of(input.frame(), input.edges(), input.sightings());
    Course bad = TargetCourse.of(input, edges);
    Frame frame = calm(input.frame().startingAt(begin(input.frame(), bad)), bad);
    Course from = bad.in(frame);
    EdgeTable seen = edges.in(frame);
    Reach reach = Reach.of(input.target(), seen, Math.max(Course.EXCESS_MIN, from.excess()));
    return new Scene(
        input.target(),
        frame,
        seen,
        from,
        reach,
        well(input.target(), seen, reach),
        input.drops(),
        input.probes(),
        input.resources(),
        input.sightings().in(frame));
  }

  private static Set<String> well(Target target, EdgeTable edges, Reach reach) {
    Set<String> well = new HashSet<>();
    Set<String> troubled = new HashSet<>(reach.services());
    for (EdgeKey edge : edges.keys()) {
      (edges.trouble(edge, target) > 0 ? troubled : well).add(edge.server());
    }
    well.removeAll(troubled);
    return well;
  }

  /**
   * The first window that is at least half as bad as the incident. Alerts come later than the
   * trouble, so from there it goes back while windows are so bad, over one that is not.
   */
  private static int begin(Frame frame, Course bad) {
    int begin = bad.onset(0);
    if (begin == frame.windows()) {
      return frame.startWindow();
    }
    int earliest = Math.max(1, begin - EARLIER_MAX);
    for (int i = begin - 1; i >= earliest && i >= begin - 2; i--) {
      if (isAsBad(bad, i)) {
        begin = i;
      }
    }
    return begin;
  }

  /**
   * Leaves earlier incidents out of what is usual: windows at least half as bad as this one, unless
   * most of the baseline is so.
   */
  private static Frame calm(Frame frame, Course bad) {
    Course from = bad.in(frame);
    Set<Integer> uneasy = new TreeSet<>();
    for (int i = 0; i < frame.startWindow(); i++) {
      if (isAsBad(from, i)) {
        uneasy.add(i);
      }
    }
    return 2 * uneasy.size() > frame.startWindow() ? frame : frame.without(uneasy);
  }

  private static boolean isAsBad(Course bad, int window) {
    return bad.badIn(window) > 0 && 2.0 * bad.badIn(window) >= bad.ratio() * bad.totalIn(window);
  }

  /** Bad events beyond the usual that can have come through a place. */
  double through(Place place) {
    double share =
        place instanceof Place.OnEdge on
            ? reach.share(on.edge())
            : reach.share(((Place.AtService) place).service());
    return share * bad.excess();
  }

  /**
   * Absent where things are fine: compares the share on {@code here} with that on edges whose
   * client is well.
   */
  double specificity(Collection<EdgeKey> here, Function<EdgeKey, Course> courses) {
    Course there = new Course(frame);
    for (EdgeKey edge : edges.keys()) {
      Course course = courses.apply(edge);
      // Where half of it is usual it means something else, such as a protocol without requests.
      if (!here.contains(edge) && course.usualRatio() < 0.5 && well.contains(edge.client())) {
        there.add(course);
      }
    }
    Course sum = new Course(frame);
    here.forEach(edge -> sum.add(courses.apply(edge)));
    return specificity(sum, there);
  }

  /** {@code 1 − share there / share here}. */
  static double specificity(Course here, Course there) {
    if (there.total() == 0 || here.ratio() == 0) {
      return Score.NOTHING_TO_COMPARE;
    }
    return Math.max(0, 1 - there.ratio() / here.ratio());
  }

  /** Callers of the target, and those of them with more bad events than usual. */
  Callers callers() {
    Set<String> all = new TreeSet<>();
    Set<String> hit = new TreeSet<>();
    for (EdgeKey edge : edges.into(target.server())) {
      for (Sign sign : TargetCourse.signs(target.indicator())) {
        Course course = edges.course(edge, sign);
        if (target.counts(edge) && course.total() > 0) {
          all.add(edge.client());
          if (course.excess() >= 1) {
            hit.add(edge.client());
          }
        }
      }
    }
    return new Callers(hit.size(), all.size());
  }

  /** How many are hit, of all. */
  record Callers(int hit, int all) {}
}
