package io.weir.alerting.cause;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Services on the way whose pods were replaced, or came in another version, before the bad events
 * began. Where each pod's answers are known, only the new pods' bad answers count.
 */
final class ChangeFinder implements Finder {
  /** Later than so many windows after the first sight of anything, a pod is new. */
  private static final int NEW_AFTER = 1;

  /** Without answers of its own, half of what it could bring is credited to a change. */
  private static final double UNSEEN_WEIGHT = 0.5;

  /** Pods of a service before and after a change. */
  private record Change(String service, long ns, List<Instance> before, List<Instance> after) {}

  @Override
  public List<Finding> find(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    for (String service : scene.reach().services()) {
      change(scene, service).flatMap(change -> of(scene, change)).ifPresent(findings::add);
    }
    return findings;
  }

  private static Optional<Change> change(Scene scene, String service) {
    Frame frame = scene.frame();
    long begunNs =
        scene.sightings().instances().stream().mapToLong(Instance::firstNs).min().orElse(0);
    List<Instance> pods = scene.sightings().instancesOf(service);
    List<Instance> before =
        pods.stream()
            .filter(pod -> pod.firstNs() < begunNs + NEW_AFTER * frame.windowNs())
            .toList();
    if (before.isEmpty()) {
      return Optional.empty();
    }
    List<Instance> after = new ArrayList<>(pods);
    after.removeAll(before);
    after.removeIf(pod -> !replaces(pod, before, frame));
    if (after.isEmpty()) {
      return Optional.empty();
    }
    // Pods of a first change are the old ones of a second: keep those that came together.
    long ns = after.get(0).firstNs();
    return Optional.of(new Change(service, ns, before, after));
  }

  /** A pod that only had no traffic for a while replaces nobody. */
  private static boolean replaces(Instance pod, List<Instance> before, Frame frame) {
    return before.stream()
        .anyMatch(
            old ->
                !old.version().equals(pod.version())
                    || (old.lastNs() < pod.firstNs() + 2 * frame.windowNs()
                        && old.lastNs() < frame.nowNs() - 2 * frame.windowNs()));
  }

  private static Optional<Finding> of(Scene scene, Change change) {
    Course fresh = sum(scene, change.after());
    Course old = sum(scene, change.before());
    Place place = new Place.AtService(change.service());
    boolean seen = fresh.total() + fresh.usualTotal() > 0;
    double explained =
        seen ? scene.through(place) * part(fresh, old) : scene.through(place) * UNSEEN_WEIGHT;
    if (explained < 1) {
      return Optional.empty();
    }
    SortedMap<Place, Double> at = new TreeMap<>();
    at.put(place, explained);
    Course event = Course.ofRate(scene.frame());
    event.add(scene.frame().window(change.ns()), 1, 0);
    int onset = scene.frame().window(change.ns());
    return Optional.of(
        new Finding(
            CauseKind.RECENT_CHANGE,
            Names.of(change.service()),
            sentence(scene, change, fresh, old, seen),
            at,
            Finding.promptness(onset, scene.bad().onset(0)),
            seen && fresh.ratio() > 0
                ? Math.max(0, 1 - old(old) / fresh.ratio())
                : Score.NOTHING_TO_COMPARE,
            List.of(
                Evidence.of(
                    "bad answers of new pods",
                    fresh,
                    scene.frame(),
                    "weir.flows.v1 " + change.after().get(0).pod()))));
  }

  /** The new pods' part of all bad answers: flows may be a sample of what windows count. */
  private static double part(Course fresh, Course old) {
    double more = Math.max(0, fresh.bad() - old(old) * fresh.total());
    long bad = fresh.bad() + old.bad();
    return bad == 0 ? 0 : more / bad;
  }

  private static Course sum(Scene scene, List<Instance> pods) {
    Course sum = new Course(scene.frame());
    pods.forEach(pod -> sum.add(pod.counted(scene.target())));
    return sum;
  }

  /** Share of bad answers of the old pods, before and after the incident began. */
  private static double old(Course course) {
    long total = course.total() + course.usualTotal();
    return total == 0 ? 0 : (double) (course.bad() + course.usualBad()) / total;
  }

  private static String sentence(
      Scene scene, Change change, Course fresh, Course old, boolean seen) {
    String version = change.after().get(0).version();
    String was = change.before().get(0).version();
    String what =
        version.equals(was) || version.isEmpty()
            ? "new pods of " + Names.of(change.service())
            : "version " + version + " of " + Names.of(change.service());
    double seconds = (change.ns() - scene.frame().startNs()) / 1e9;
    String when =
        "%s came %.0f s %s the bad events began"
            .formatted(what, Math.abs(seconds), seconds < 0 ? "before" : "after");
    return seen
        ? "%s: %s of its answers are bad, of the pods before %s"
            .formatted(when, Names.percent(fresh.ratio()), Names.percent(old(old)))
        : when;
  }
}
