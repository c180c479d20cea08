package io.weir.alerting.cause;

import io.weir.event.v1.ProbeEvent;
import io.weir.event.v1.ResourceEvent;
import io.weir.series.v1.DropWindow;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * An incident made ready for those who look for its cause.
 *
 * @param bad the target's bad events
 * @param reach the ways by which they may have come
 */
record Scene(
    Target target,
    Frame frame,
    EdgeTable edges,
    Course bad,
    Reach reach,
    List<DropWindow> drops,
    List<ProbeEvent> probes,
    List<ResourceEvent> resources,
    Sightings sightings) {
  /** How far before the alert's start the bad events may have begun, in windows. */
  static final int EARLIER_MAX = 30;

  static Scene of(CauseInput input) {
    EdgeTable edges = EdgeTable.of(input.frame(), input.edges(), input.sightings());
    Course bad = TargetCourse.of(input, edges);
    Frame frame = input.frame().startingAt(begin(input.frame(), bad));
    Course from = bad.in(frame);
    EdgeTable seen = edges.in(frame);
    return new Scene(
        input.target(),
        frame,
        seen,
        from,
        Reach.of(input.target(), seen, Math.max(Course.EXCESS_MIN, from.excess())),
        input.drops(),
        input.probes(),
        input.resources(),
        input.sightings().in(frame));
  }

  /**
   * An alert comes later than the trouble: goes back while windows are as bad as in the incident.
   */
  private static int begin(Frame frame, Course bad) {
    int begin = frame.startWindow();
    int earliest = Math.max(1, begin - EARLIER_MAX);
    while (begin > earliest
        && bad.badIn(begin - 1) > 0
        && 2.0 * bad.badIn(begin - 1) >= bad.ratio() * bad.totalIn(begin - 1)) {
      begin--;
    }
    return begin;
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
      if (!here.contains(edge) && isWell(edge.client())) {
        there.add(courses.apply(edge));
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

  /** True for a service that serves others and has no more trouble than usual. */
  boolean isWell(String service) {
    if (reach.services().contains(service)) {
      return false;
    }
    Collection<EdgeKey> into = edges.into(service);
    return !into.isEmpty() && into.stream().allMatch(edge -> edges.trouble(edge, target) == 0);
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
