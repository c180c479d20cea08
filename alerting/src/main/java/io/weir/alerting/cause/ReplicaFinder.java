package io.weir.alerting.cause;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** Bad answers that come from one pod of several, or from the pods of one node. */
final class ReplicaFinder implements Finder {
  /** Bad answers of fewer are chance. */
  private static final long BAD_MIN = 3;

  /** So much of the bad answers are on it, and it is so much worse than the others. */
  private static final double SHARE_MIN = 0.5;

  private static final double TIMES_MIN = 2;

  /** Of many pods one looks bad by chance. */
  private static final double DEVIATIONS_MIN = 3;

  @Override
  public List<Finding> find(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    SortedMap<String, SortedMap<Place, Double>> byNode = new TreeMap<>();
    for (String service : scene.reach().services()) {
      List<Instance> pods = scene.sightings().instancesOf(service);
      for (String pod : keys(pods, Instance::pod)) {
        Split split = Split.of(scene, pods, instance -> instance.pod().equals(pod));
        if (split.isConcentrated()) {
          findings.add(onePod(scene, service, pod, split));
        }
      }
      for (String node : keys(pods, Instance::node)) {
        Split split = Split.of(scene, pods, instance -> instance.node().equals(node));
        if (split.isConcentrated()) {
          Place place = new Place.AtService(service);
          byNode
              .computeIfAbsent(node, key -> new TreeMap<>())
              .put(place, scene.through(place) * split.part());
        }
      }
    }
    byNode.forEach(
        (node, explained) -> {
          if (explained.size() > 1) {
            findings.add(oneNode(scene, node, explained));
          }
        });
    return findings;
  }

  private static SortedSet<String> keys(List<Instance> pods, Function<Instance, String> key) {
    SortedSet<String> keys = new TreeSet<>();
    pods.forEach(pod -> keys.add(key.apply(pod)));
    return keys;
  }

  /** Answers of some pods, and of the others. */
  private record Split(Course here, Course there) {
    static Split of(Scene scene, List<Instance> pods, Predicate<Instance> isHere) {
      Course here = new Course(scene.frame());
      Course there = new Course(scene.frame());
      pods.forEach(pod -> (isHere.test(pod) ? here : there).add(pod.counted(scene.target())));
      return new Split(here, there);
    }

    /** Of all bad answers beyond the usual: flows may be a sample of what windows count. */
    double part() {
      double all = here.excess() + there.excess();
      return all == 0 ? 0 : here.excess() / all;
    }

    boolean isConcentrated() {
      return there.total() > 0
          && here.isUnusual()
          && here.bad() >= BAD_MIN
          && here.bad() >= SHARE_MIN * (here.bad() + there.bad())
          && here.ratio() >= TIMES_MIN * there.ratio()
          && here.ratio() - there.ratio() >= DEVIATIONS_MIN * deviation();
    }

    /** Of the difference of two shares, if both were the same. */
    private double deviation() {
      double share = (double) (here.bad() + there.bad()) / (here.total() + there.total());
      return Math.sqrt(share * (1 - share) * (1.0 / here.total() + 1.0 / there.total()));
    }
  }

  private static Finding onePod(Scene scene, String service, String pod, Split split) {
    Place place = new Place.AtService(service);
    SortedMap<Place, Double> explained = new TreeMap<>();
    explained.put(place, scene.through(place) * split.part());
    return new Finding(
        CauseKind.ONE_REPLICA,
        pod,
        "%s of the answers of %s are bad, of the other pods of %s %s"
            .formatted(
                Names.percent(split.here().ratio()),
                pod,
                Names.of(service),
                Names.percent(split.there().ratio())),
        explained,
        Finding.timing(split.here(), scene.bad()),
        Scene.specificity(split.here(), split.there()),
        List.of(Evidence.of("bad answers", split.here(), scene.frame(), "weir.flows.v1 " + pod)));
  }

  private static Finding oneNode(Scene scene, String node, SortedMap<Place, Double> explained) {
    List<Instance> pods =
        scene.sightings().instances().stream()
            .filter(pod -> explained.containsKey(new Place.AtService(pod.workload())))
            .toList();
    Split split = Split.of(scene, pods, pod -> pod.node().equals(node));
    return new Finding(
        CauseKind.ONE_NODE,
        node,
        "pods on %s answer badly, of %d services: %s of their answers, elsewhere %s"
            .formatted(
                node,
                explained.size(),
                Names.percent(split.here().ratio()),
                Names.percent(split.there().ratio())),
        explained,
        Finding.timing(split.here(), scene.bad()),
        Scene.specificity(split.here(), split.there()),
        List.of(Evidence.of("bad answers", split.here(), scene.frame(), "weir.flows.v1 " + node)));
  }
}
