package io.weir.alerting.cause;

import io.weir.event.v1.Resource;
import io.weir.event.v1.ResourceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Kills, throttling and pressure of nodes and of containers on the way. A condition accounts for
 * bad events in its windows and those beside them; that of a node, for the part that the node's
 * pods answered.
 */
final class ResourceFinder implements Finder {
  /** Where nobody knows which pods a node has, half of what it could bring is credited to it. */
  private static final double UNSEEN_WEIGHT = 0.5;

  /** One condition of one subject; of a service's containers, all together. */
  private static final class Case {
    final CauseKind kind;
    final boolean node;
    final String subject;
    final Course course;
    final Set<String> entities = new TreeSet<>();
    String words = "";
    long latestNs = Long.MIN_VALUE;

    Case(CauseKind kind, boolean node, String subject, Frame frame) {
      this.kind = kind;
      this.node = node;
      this.subject = subject;
      this.course = Course.ofRate(frame);
    }

    /** The latest speaks for all. */
    void tell(long ns, String now) {
      if (ns > latestNs || (ns == latestNs && now.compareTo(words) < 0)) {
        latestNs = ns;
        words = now;
      }
    }
  }

  @Override
  public List<Finding> find(Scene scene) {
    SortedMap<String, Case> cases = new TreeMap<>();
    Bystanders bystanders = new Bystanders();
    for (ResourceEvent event : scene.resources()) {
      long ns = event.getHeader().getObservedAtNs();
      Resource resource = event.getResource();
      if (!scene.frame().contains(ns)) {
        continue;
      }
      boolean node = resource.getKind() == Resource.Kind.NODE;
      String entity =
          node ? event.getHeader().getNode() : resource.getNamespace() + "/" + resource.getPod();
      Optional<String> subject = node ? Optional.of(entity) : Pods.workloadOf(scene, entity);
      boolean now = ns >= scene.frame().startNs();
      List<Condition> conditions = Condition.of(resource);
      if (now) {
        bystanders.see(node, entity, conditions);
      }
      for (Condition condition : conditions) {
        if (subject.isPresent()) {
          Case of =
              cases.computeIfAbsent(
                  condition.kind() + "|" + subject.get(),
                  key -> new Case(condition.kind(), node, subject.get(), scene.frame()));
          of.course.add(scene.frame().window(ns), Math.max(1, resource.getOomKills()), 0);
          of.entities.add(entity);
          of.tell(ns, condition.words());
        }
      }
    }
    List<Finding> findings = new ArrayList<>();
    cases.values().stream()
        .filter(of -> of.course.bad() > 0)
        .forEach(of -> findings.add(of(scene, of, bystanders)));
    return findings;
  }

  private static Finding of(Scene scene, Case of, Bystanders bystanders) {
    SortedMap<Place, Double> explained = new TreeMap<>();
    double overlap = of.course.overlap(scene.bad());
    if (of.node) {
      for (String service : scene.reach().services()) {
        Place place = new Place.AtService(service);
        double part = scene.through(place) * overlap * nodesPart(scene, service, of.subject);
        if (part > 0) {
          explained.put(place, part);
        }
      }
    } else {
      Place place = new Place.AtService(of.subject);
      explained.put(place, scene.through(place) * overlap);
    }
    String subject = of.node ? of.subject : Names.of(of.subject);
    return new Finding(
        of.kind,
        subject,
        sentence(of, subject),
        explained,
        Finding.timing(of.course, scene.bad()),
        of.node
            ? nodesSpecificity(scene, of.subject, explained)
            : bystanders.specificity(of.kind, of.entities),
        List.of(
            Evidence.of(
                of.kind.label(),
                of.course,
                scene.frame(),
                "weir.resources.v1 " + String.join(", ", of.entities))));
  }

  private static String sentence(Case of, String subject) {
    if (of.node) {
      return subject + " is short: " + of.words;
    }
    if (of.kind == CauseKind.OOM_KILL) {
      return "containers of %s were killed for their memory, %d times"
          .formatted(subject, of.course.bad());
    }
    return "containers of " + subject + " are short: " + of.words;
  }

  /** The part of a service's bad answers that its pods on {@code node} gave. */
  private static double nodesPart(Scene scene, String service, String node) {
    if (scene.sightings().instances().isEmpty()) {
      return UNSEEN_WEIGHT;
    }
    double here = 0;
    double all = 0;
    int podsHere = 0;
    List<Instance> pods = scene.sightings().instancesOf(service);
    for (Instance pod : pods) {
      double excess = pod.counted(scene.target()).excess();
      all += excess;
      if (pod.node().equals(node)) {
        here += excess;
        podsHere++;
      }
    }
    // Answers that no proxy sees: as many as pods.
    return all > 0 ? here / all : pods.isEmpty() ? 0 : (double) podsHere / pods.size();
  }

  private static double nodesSpecificity(
      Scene scene, String node, SortedMap<Place, Double> explained) {
    Course here = new Course(scene.frame());
    Course there = new Course(scene.frame());
    for (Instance pod : scene.sightings().instances()) {
      if (explained.containsKey(new Place.AtService(pod.workload()))) {
        (pod.node().equals(node) ? here : there).add(pod.counted(scene.target()));
      }
    }
    return Scene.specificity(here, there);
  }
}
