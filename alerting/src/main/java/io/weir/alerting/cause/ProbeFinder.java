package io.weir.alerting.cause;

import io.weir.event.v1.Probe;
import io.weir.event.v1.ProbeEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Probes that fail on services the bad events can have come from, by why they fail. */
final class ProbeFinder implements Finder {
  private record Group(String service, Probe.FailureClass why) {}

  /** Probes of one service that fail in one way: those as bad, all executions as total. */
  private static final class Failing {
    final Course course;
    String probe = "";
    String message = "";
    long latestNs = Long.MIN_VALUE;

    Failing(Frame frame) {
      course = new Course(frame);
    }

    /** The latest speaks for all; of one moment, the first by name. */
    void tell(long ns, Probe failed) {
      if (ns > latestNs || (ns == latestNs && failed.getId().compareTo(probe) < 0)) {
        latestNs = ns;
        probe = failed.getId();
        message = failed.getMessage();
      }
    }
  }

  @Override
  public List<Finding> find(Scene scene) {
    SortedMap<String, Course> executions = new TreeMap<>();
    SortedMap<String, Failing> failing = new TreeMap<>();
    SortedMap<String, Group> groups = new TreeMap<>();
    for (ProbeEvent event : scene.probes()) {
      long ns = event.getHeader().getObservedAtNs();
      Optional<String> service = service(scene, event.getProbe());
      if (!scene.frame().contains(ns) || service.isEmpty()) {
        continue;
      }
      int window = scene.frame().window(ns);
      executions.computeIfAbsent(service.get(), key -> new Course(scene.frame())).add(window, 0, 1);
      Probe probe = event.getProbe();
      if (!probe.getSuccess()) {
        String key = service.get() + "|" + probe.getFailureValue();
        groups.put(key, new Group(service.get(), probe.getFailure()));
        Failing group = failing.computeIfAbsent(key, k -> new Failing(scene.frame()));
        group.course.add(window, 1, 0);
        group.tell(ns, probe);
      }
    }
    List<Finding> findings = new ArrayList<>();
    failing.forEach(
        (key, group) -> {
          Group of = groups.get(key);
          group.course.add(executions.getOrDefault(of.service(), new Course(scene.frame())));
          if (group.course.isUnusual()) {
            findings.add(of(scene, of, group));
          }
        });
    return findings;
  }

  /** The service whose pod was probed, when the bad events can have come from it. */
  private static Optional<String> service(Scene scene, Probe probe) {
    if (scene.target().probe().map(probe.getId()::equals).orElse(false)) {
      return Optional.of(scene.target().server());
    }
    if (scene.target().probe().isPresent()) {
      return Optional.empty();
    }
    return Pods.workloadOf(scene, FlowSightings.podOf(probe.getEndpoint()));
  }

  private static Finding of(Scene scene, Group group, Failing failing) {
    Place place = new Place.AtService(group.service());
    SortedMap<Place, Double> explained = new TreeMap<>();
    // A pod that fails its probe fails as much of the service as it is a part of.
    explained.put(
        place,
        scene.target().probe().isPresent()
            ? failing.course.excess()
            : Math.min(scene.through(place), failing.course.carried(scene.bad())));
    boolean tls = group.why() == Probe.FailureClass.TLS;
    String subject = Names.of(group.service());
    String message = failing.message.isEmpty() ? "" : ": " + failing.message;
    return new Finding(
        tls ? CauseKind.CERTIFICATE : CauseKind.PROBE_FAILING,
        subject,
        "%s of the probes of %s fail with %s%s"
            .formatted(
                Names.percent(failing.course.ratio()),
                subject,
                tls ? "TLS" : group.why().name().toLowerCase(Locale.ROOT),
                message),
        explained,
        Finding.timing(failing.course, scene.bad()),
        Score.NOTHING_TO_COMPARE,
        List.of(
            Evidence.of(
                "failed probes",
                failing.course,
                scene.frame(),
                "weir.probes.v1 " + failing.probe)));
  }
}
