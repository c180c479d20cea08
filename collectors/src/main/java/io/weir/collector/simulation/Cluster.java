package io.weir.collector.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which pods there are at which time. Immutable; made of the scenario's rollouts beforehand. */
final class Cluster {
  private static final String SAFE = "bcdfghjklmnpqrstvwxz2456789";
  private static final int HASH_LENGTH = 9;
  private static final int SUFFIX_LENGTH = 5;
  private static final int FIRST_IDENTITY = 20_001;

  /** From the end of a pod to the first request of the next. */
  private static final long BETWEEN_PODS_NS = 2_000_000_000L;

  private final List<Node> nodes;
  private final Map<String, List<Pod>> pods;

  private Cluster(List<Node> nodes, Map<String, List<Pod>> pods) {
    this.nodes = nodes;
    this.pods = pods;
  }

  /** A moment at which a service's pods are replaced. */
  private record Change(String service, long atNs, boolean flawed) {}

  static Cluster of(Scenario scenario, long seed, long startNs) {
    List<Node> nodes = new ArrayList<>();
    for (NodeSpec spec : scenario.nodes()) {
      nodes.add(new Node(nodes.size(), scenario.cluster() + "/" + spec.name(), spec));
    }
    return new Cluster(nodes, new Builder(scenario, seed, nodes).build(startNs));
  }

  List<Node> nodes() {
    return nodes;
  }

  /** Every pod that ever is, by service, in the order of their beginning. */
  Map<String, List<Pod>> pods() {
    return pods;
  }

  List<Pod> serving(String service, long ns) {
    return pods.getOrDefault(service, List.of()).stream().filter(pod -> pod.serves(ns)).toList();
  }

  /** One of those that serve; empty in the middle of a rollout of a single pod. */
  Optional<Pod> pick(String service, long ns, Dice dice) {
    List<Pod> serving = serving(service, ns);
    return serving.isEmpty()
        ? Optional.empty()
        : Optional.of(serving.get(dice.below(serving.size())));
  }

  private static final class Builder {
    private final Scenario scenario;
    private final List<Node> nodes;
    private final Addresses addresses;
    private final Dice dice;
    private final Map<String, List<Pod>> pods = new TreeMap<>();
    private final Map<String, Integer> identities = new TreeMap<>();
    private int placed;
    private int endpoints = 100;

    Builder(Scenario scenario, long seed, List<Node> nodes) {
      this.scenario = scenario;
      this.nodes = nodes;
      this.addresses = new Addresses(nodes.size());
      this.dice = Dice.of(seed, "cluster");
    }

    Map<String, List<Pod>> build(long startNs) {
      for (String service : new TreeMap<>(scenario.services()).keySet()) {
        begin(service, startNs);
      }
      for (Change change : changes(startNs)) {
        replace(change);
      }
      return pods;
    }

    private void begin(String service, long startNs) {
      ServiceSpec spec = scenario.services().get(service);
      String hash = hash(HASH_LENGTH);
      int replicas = spec.kind() == ServiceSpec.Kind.DAEMON_SET ? nodes.size() : spec.replicas();
      List<Pod> here = new ArrayList<>();
      for (int i = 0; i < replicas; i++) {
        Node node = spec.kind() == ServiceSpec.Kind.DAEMON_SET ? nodes.get(i) : place();
        here.add(pod(service, spec, node, hash, i, false, startNs));
      }
      pods.put(service, here);
    }

    private Node place() {
      return nodes.get(placed++ % nodes.size());
    }

    private List<Change> changes(long startNs) {
      List<Change> changes = new ArrayList<>();
      for (Scenario.Rollout rollout : scenario.rollouts()) {
        changes.add(new Change(rollout.service(), startNs + rollout.at().toNanos(), false));
      }
      for (IncidentSpec incident : scenario.incidents()) {
        if (incident.fault() instanceof Fault.BadRollout bad) {
          long atNs = startNs + incident.at().toNanos();
          changes.add(new Change(bad.service(), atNs, true));
          changes.add(new Change(bad.service(), atNs + incident.lasts().toNanos(), false));
        }
      }
      changes.sort(Comparator.comparingLong(Change::atNs).thenComparing(Change::service));
      return changes;
    }

    /** One pod after the other ends; its successor may get its address, or another's. */
    private void replace(Change change) {
      ServiceSpec spec = scenario.services().get(change.service());
      List<Pod> all = pods.get(change.service());
      String hash = hash(HASH_LENGTH);
      long atNs = change.atNs();
      for (int i = 0; i < all.size(); i++) {
        Pod old = all.get(i);
        if (old.toNs() != Long.MAX_VALUE || old.fromNs() > change.atNs()) {
          continue;
        }
        all.set(i, old.until(atNs));
        addresses.giveBack(old.node(), old.ip());
        boolean stays = spec.kind() != ServiceSpec.Kind.DEPLOYMENT;
        Node node = stays ? old.node() : place();
        int ordinal = stays ? ordinal(old) : i;
        atNs += BETWEEN_PODS_NS;
        all.add(pod(change.service(), spec, node, hash, ordinal, change.flawed(), atNs));
      }
    }

    private static int ordinal(Pod pod) {
      String last = pod.name().substring(pod.name().lastIndexOf('-') + 1);
      return last.chars().allMatch(Character::isDigit) ? Integer.parseInt(last) : 0;
    }

    private Pod pod(
        String service,
        ServiceSpec spec,
        Node node,
        String hash,
        int ordinal,
        boolean flawed,
        long fromNs) {
      String name =
          switch (spec.kind()) {
            case DEPLOYMENT -> service + "-" + hash + "-" + hash(SUFFIX_LENGTH);
            case STATEFUL_SET -> service + "-" + ordinal;
            case DAEMON_SET -> service + "-" + hash(SUFFIX_LENGTH);
          };
      String namespace = spec.namespace().orElse(scenario.namespace());
      Workload workload = new Workload(scenario.cluster(), namespace, spec.kind().label(), service);
      int identity =
          identities.computeIfAbsent(
              service + (flawed ? " v2" : ""), key -> FIRST_IDENTITY + identities.size());
      return new Pod(
          name,
          service,
          workload,
          node,
          addresses.take(node),
          endpoints++,
          identity,
          flawed,
          fromNs,
          Long.MAX_VALUE);
    }

    private String hash(int length) {
      StringBuilder text = new StringBuilder(length);
      boolean digits = true;
      for (int i = 0; i < length; i++) {
        char c = SAFE.charAt(dice.below(SAFE.length()));
        digits &= Character.isDigit(c);
        text.append(c);
      }
      // All digits would read as the number of a stateful set's pod.
      return digits ? hash(length) : text.toString();
    }
  }
}
